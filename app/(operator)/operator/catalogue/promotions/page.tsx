import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { listCatalogue, listPromotions } from '~/lib/catalogue'
import { isService } from '~/lib/catalogue/client'
import { mayStaff } from '~/lib/identity'
import { formatBasisPoints, formatMoney, formatNumber, type Locale } from '~/lib/kernel/text/format'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { CatalogueTabs } from '../_components/catalogue-tabs'
import { EndPromotion } from './_components/end-promotion'
import { NewPromotion } from './_components/new-promotion'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('pricing.promotions'))('title') }
}

const tones = { open: 'ok', announced: 'info', over: 'off', exhausted: 'warn' } as const

/** Promotions with the number of their grants; grants are deducted from invoices. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('pricing.promotions')
  const locale = (await getLocale()) as Locale
  const rows = await listPromotions(ctx)
  const { bundles } = await listCatalogue(ctx)
  const mayChange = mayStaff(ctx, 'price:publish')
  const create = mayChange && (
    <NewPromotion
      today={parisDay(ctx.now)}
      bundles={bundles.filter(({ kind }) => !isService(kind)).map(({ id, name }) => ({ id, name }))}
    />
  )
  return (
    <ClientMessages namespaces={['pricing', 'catalogue']}>
      <PageHeader title={t('title')} lead={t('lead')} actions={create} />
      <CatalogueTabs />
      <Card padded={false}>
        <DataTable
          caption={t('title')}
          rows={rows}
          rowKey={(row) => row.id}
          columns={[
            {
              id: 'name',
              header: t('name'),
              cell: (row) => (
                <>
                  {row.name}
                  <span className="block font-mono text-sm text-ink-3">{row.code ?? t('automatic')}</span>
                </>
              ),
            },
            {
              id: 'state',
              header: t('stateHeader'),
              cell: (row) => <StatePill tone={tones[row.state]}>{t(`state.${row.state}`)}</StatePill>,
            },
            {
              id: 'worth',
              header: t('worth'),
              cell: (row) =>
                row.basisPoints === null
                  ? t('credit', {
                      amount: formatMoney(row.creditCents ?? 0n, locale),
                      months: row.durationMonths,
                    })
                  : t('share', {
                      share: formatBasisPoints(row.basisPoints, locale),
                      months: row.durationMonths,
                    }),
            },
            {
              id: 'bundles',
              header: t('bundles'),
              cell: (row) => (row.bundles.length === 0 ? t('all') : row.bundles.join(', ')),
            },
            {
              id: 'dates',
              header: t('dates'),
              cell: (row) => (
                <>
                  <Timestamp at={new Date(row.validFrom)} look="date" /> –{' '}
                  <Timestamp at={new Date(Date.parse(row.validTo) - 1)} look="date" />
                </>
              ),
            },
            {
              id: 'granted',
              header: t('granted'),
              numeric: true,
              cell: (row) =>
                row.limitInAll === null
                  ? formatNumber(row.granted, locale)
                  : t('of', {
                      granted: formatNumber(row.granted, locale),
                      limit: formatNumber(row.limitInAll, locale),
                    }),
            },
            {
              id: 'actions',
              header: t('actions'),
              cell: (row) =>
                mayChange && row.state !== 'over' && <EndPromotion promotionId={row.id} name={row.name} />,
            },
          ]}
          empty={<EmptyState title={t('none')}>{t('noneText')}</EmptyState>}
        />
      </Card>
    </ClientMessages>
  )
})
