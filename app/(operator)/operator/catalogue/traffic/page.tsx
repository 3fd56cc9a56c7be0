import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { HourlyPrice } from '~/components/ui/display/money'
import { PageHeader } from '~/components/ui/display/page-header'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { listTrafficPrices } from '~/lib/catalogue'
import { mayStaff } from '~/lib/identity'
import { formatMebibytes, formatNumber, type Locale } from '~/lib/kernel/text/format'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import { periodOf } from '~/lib/kernel/time/paris-month'
import { readMeteringDesk } from '~/lib/usage'
import { CatalogueTabs } from '../_components/catalogue-tabs'
import { KeyActions } from './_components/key-actions'
import { MakeKey } from './_components/make-key'
import { monthsToCome } from './_components/months-to-come'
import { PublishTrafficPrice } from './_components/publish-traffic-price'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('metering'))('title') }
}

const priceTones = { in_force: 'ok', announced: 'info', past: 'off' } as const
const keyTones = { open: 'ok', ending: 'warn', ended: 'off' } as const

/** Traffic prices, metering keys, and rejected measurements. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('metering')
  const locale = (await getLocale()) as Locale
  const prices = await listTrafficPrices(ctx)
  const { keys, refusals, zones } = await readMeteringDesk(ctx)
  const mayPublish = mayStaff(ctx, 'price:publish')
  const mayKey = mayStaff(ctx, 'inventory:change')
  return (
    <ClientMessages namespaces={['metering']}>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          mayPublish && <PublishTrafficPrice months={monthsToCome(periodOf(ctx.now))} locale={locale} />
        }
      />
      <CatalogueTabs />
      <div className="grid gap-4">
        <Card title={t('prices')} padded={false}>
          <DataTable
            caption={t('prices')}
            rows={prices}
            rowKey={(row) => row.id}
            columns={[
              {
                id: 'from',
                header: t('from'),
                cell: (row) => <Timestamp at={startOfParisDay(row.from)} look="date" />,
              },
              {
                id: 'standing',
                header: t('state'),
                cell: (row) => (
                  <StatePill tone={priceTones[row.standing]}>{t(`priceStanding.${row.standing}`)}</StatePill>
                ),
              },
              {
                id: 'included',
                header: t('included'),
                numeric: true,
                cell: (row) => formatMebibytes(BigInt(row.includedMebibytes), locale),
              },
              {
                id: 'price',
                header: t('price'),
                numeric: true,
                cell: (row) => <HourlyPrice bare microCents={BigInt(row.microCentsPerGibibyte)} />,
              },
            ]}
            empty={<EmptyState title={t('noPrice')}>{t('noPriceText')}</EmptyState>}
          />
        </Card>
        <Card
          title={t('keys')}
          note={t('keysNote')}
          padded={false}
          {...(mayKey && { actions: <MakeKey zones={zones} /> })}
        >
          <DataTable
            caption={t('keys')}
            rows={keys}
            rowKey={(row) => row.id}
            columns={[
              {
                id: 'name',
                header: t('name'),
                cell: (row) => (
                  <>
                    {row.name}
                    <span className="block font-mono text-sm text-ink-3">{row.id}</span>
                  </>
                ),
              },
              { id: 'zone', header: t('zone'), cell: (row) => row.zone },
              {
                id: 'standing',
                header: t('state'),
                cell: (row) => (
                  <>
                    <StatePill tone={keyTones[row.standing]}>{t(`keyStanding.${row.standing}`)}</StatePill>
                    {row.endsAt && (
                      <span className="block text-sm text-ink-3">
                        <Timestamp at={new Date(row.endsAt)} look="short" />
                      </span>
                    )}
                  </>
                ),
              },
              {
                id: 'created',
                header: t('created'),
                cell: (row) => (
                  <>
                    <Timestamp at={new Date(row.createdAt)} look="date" />
                    <span className="block text-sm text-ink-3">{row.createdBy}</span>
                  </>
                ),
              },
              {
                id: 'lastUsed',
                header: t('lastUsed'),
                cell: (row) =>
                  row.lastUsedAt ? <Timestamp at={new Date(row.lastUsedAt)} look="short" /> : t('never'),
              },
              {
                id: 'actions',
                header: t('actions'),
                cell: (row) =>
                  mayKey &&
                  row.standing !== 'ended' && (
                    <KeyActions keyId={row.id} name={row.name} mayReplace={row.standing === 'open'} />
                  ),
              },
            ]}
            empty={<EmptyState title={t('noKey')}>{t('noKeyText')}</EmptyState>}
          />
        </Card>
        <Card title={t('refusals')} note={t('refusalsNote')} padded={false}>
          <DataTable
            caption={t('refusals')}
            rows={refusals}
            rowKey={(row) => String(row.id)}
            columns={[
              {
                id: 'at',
                header: t('refusedAt'),
                cell: (row) => <Timestamp at={new Date(row.refusedAt)} look="exact" />,
              },
              { id: 'zone', header: t('zone'), cell: (row) => row.zone },
              { id: 'reason', header: t('reasonHeader'), cell: (row) => t(`reason.${row.reason}`) },
              {
                id: 'said',
                header: t('said'),
                cell: (row) => (
                  <span className="block max-w-lg font-mono text-sm whitespace-normal wrap-anywhere">
                    {row.said}
                  </span>
                ),
              },
              {
                id: 'times',
                header: t('times'),
                numeric: true,
                cell: (row) => formatNumber(row.times, locale),
              },
            ]}
            empty={<EmptyState title={t('noRefusal')} />}
          />
        </Card>
      </div>
    </ClientMessages>
  )
})
