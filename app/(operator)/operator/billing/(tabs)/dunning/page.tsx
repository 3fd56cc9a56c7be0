import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { Status } from '~/components/billing/delivery-state'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { Stat } from '~/components/ui/display/stat'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { readDunningDesk } from '~/lib/billing'
import { mayStaff } from '~/lib/identity'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import { routes } from '~/lib/routes'
import { LateActions, RecordRate, Reinstate } from './_components/late-actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moderation.nav'))('dunning') }
}

const Day = ({ day }: { day: string }) => <Timestamp at={startOfParisDay(day)} look="date" />

/** Late invoices with their dunning steps and the decisions that staff must take. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('settling')
  const ages = await getTranslations('billingRuns')
  const locale = (await getLocale()) as Locale
  const { late, ageing, suspended, rates } = await readDunningDesk(ctx)
  const maySettle = mayStaff(ctx, 'billing:settle')
  return (
    <div className="grid gap-4">
      <ClientMessages namespaces={['settling']}>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          {ageing.map(({ bucket, documents, openCents }) => (
            <Stat
              key={bucket}
              label={ages(`ages.${bucket}`)}
              value={<Money cents={BigInt(openCents)} />}
              note={t('invoices', { count: documents })}
              {...(bucket !== 'to30' && documents > 0 && { tone: 'bad' as const })}
            />
          ))}
        </div>
        <Card title={t('late')} padded={false}>
          <DataTable
            caption={t('late')}
            rows={late}
            rowKey={(row) => row.documentId}
            columns={[
              {
                id: 'number',
                header: t('invoice'),
                cell: (row) => (
                  <>
                    <span className="font-mono text-sm">{row.number}</span>
                    <span className="block text-sm">
                      <TextLink href={routes.operator.organisation(row.organisationId)}>
                        {row.customer}
                      </TextLink>
                    </span>
                    <span className="block text-sm text-ink-3">{t(`debtors.${row.kind}`)}</span>
                  </>
                ),
              },
              {
                id: 'dueOn',
                header: t('dueOn'),
                cell: (row) => (
                  <>
                    <Day day={row.dueOn} />
                    <span className="block text-sm text-ink-3">{t('days', { count: row.daysLate })}</span>
                  </>
                ),
              },
              {
                id: 'open',
                header: t('open'),
                numeric: true,
                cell: (row) => <Money cents={BigInt(row.openCents)} bare />,
              },
              {
                id: 'interest',
                header: t('interest'),
                numeric: true,
                cell: (row) =>
                  row.interestCents === null ? (
                    <span className="text-sm text-warn">{t('rateMissing')}</span>
                  ) : (
                    <>
                      <Money cents={BigInt(row.interestCents)} bare />
                      <span className="block text-sm text-ink-3">
                        + <Money cents={BigInt(row.feeCents)} bare />
                      </span>
                    </>
                  ),
              },
              {
                id: 'done',
                header: t('done'),
                cell: (row) => (
                  <ul className="grid gap-0.5 text-sm">
                    {row.done.map(({ step, on, outcome }) => (
                      <li key={step}>
                        {t(`steps.${step}`)}
                        {outcome === 'declined' && ` (${t('declined')})`} · <Day day={on} />
                      </li>
                    ))}
                    {row.isAwaited && <li className="text-info">{t('awaited')}</li>}
                    {row.said !== null && (
                      <li className="text-warn">
                        {t('said')} <Status code={row.said} />
                      </li>
                    )}
                    {row.heldFor && <li className="text-warn">{t('heldFor', { reason: row.heldFor })}</li>}
                    {row.organisationState === 'suspended' && (
                      <li>
                        <StatePill tone="bad">{t('suspendedState')}</StatePill>
                      </li>
                    )}
                  </ul>
                ),
              },
              {
                id: 'actions',
                header: <span className="sr-only">{t('decisions')}</span>,
                cell: (row) => (maySettle ? <LateActions late={row} /> : null),
              },
            ]}
            empty={
              <EmptyState icon="check" title={t('nothingLate')}>
                {t('nothingLateText')}
              </EmptyState>
            }
          />
        </Card>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Card title={t('suspended')} padded={false}>
            <DataTable
              caption={t('suspended')}
              rows={suspended}
              rowKey={(row) => row.id}
              exportable={false}
              columns={[
                { id: 'name', header: t('customer'), cell: (row) => row.legalName },
                {
                  id: 'lift',
                  header: <span className="sr-only">{t('reinstate')}</span>,
                  cell: (row) =>
                    maySettle ? <Reinstate organisationId={row.id} name={row.legalName} /> : null,
                },
              ]}
              empty={<EmptyState icon="check" title={t('noneSuspended')} />}
            />
          </Card>
          <Card title={t('rates')} padded={false} {...(maySettle && { actions: <RecordRate /> })}>
            <DataTable
              caption={t('rates')}
              rows={rates}
              rowKey={(row) => row.from}
              exportable={false}
              columns={[
                { id: 'from', header: t('rateFrom'), cell: (row) => <Day day={row.from} /> },
                {
                  id: 'percent',
                  header: t('ratePercent'),
                  numeric: true,
                  cell: (row) => formatNumber(row.basisPoints / 100, locale),
                },
              ]}
              empty={<EmptyState title={t('noRates')}>{t('noRatesText')}</EmptyState>}
            />
          </Card>
        </div>
      </ClientMessages>
    </div>
  )
})
