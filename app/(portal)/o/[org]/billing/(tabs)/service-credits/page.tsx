import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { AvailabilityCell, CreditCell, CreditStanding } from '~/components/billing/service-credit-cells'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { Stat } from '~/components/ui/display/stat'
import { FileLink } from '~/components/ui/links/file-link'
import { MonthChoice } from '~/components/ui/links/month-choice'
import { TextLink } from '~/components/ui/links/text-link'
import { may } from '~/lib/identity'
import { formatDuration, formatMoney, formatMonth, type Locale } from '~/lib/kernel/text/format'
import { periodField } from '~/lib/kernel/time/date-fields'
import { routes } from '~/lib/routes'
import { readServiceCredits } from '~/lib/sla'
import type { AssessedResourceView } from '~/lib/sla/client'
import { ContestMonth } from './_components/contest-month'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('serviceCredits'))('title') }
}

/** Each month's availability against its objective, with the credits. */
export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('serviceCredits')
  const locale = (await getLocale()) as Locale
  const { organisationId } = ctx.membership
  const view = await readServiceCredits(ctx, {
    period: periodField.safeParse(searchParams.period).data ?? null,
  })
  const { months, resources } = view
  const period = view.period
  const month = months.find((each) => each.period === period)
  if (!period || !month) return <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>
  const refusal = may(ctx, 'support:write') ? undefined : t('mayNotContest')
  const monthName = formatMonth(period, locale)
  const formatMs = (ms: number) => formatDuration(Math.ceil(ms / 1_000), locale)
  return (
    <ClientMessages namespaces={['serviceCredits']}>
      <p className="mb-4 max-w-3xl text-pretty text-ink-2">{t('lead')}</p>
      <MonthChoice
        label={t('months')}
        current={period}
        months={months.map((each) => ({
          key: each.period,
          label: formatMonth(each.period, locale),
          ...(each.creditCents !== '0' && { note: formatMoney(BigInt(each.creditCents), locale) }),
          href: routes.org.serviceCredits(organisationId, { period: each.period }),
        }))}
      />
      <div className="mb-5 grid grid-cols-2 gap-2.5 sm:grid-cols-3 sm:gap-4">
        <Stat label={t('credited')} value={<Money cents={BigInt(month.creditCents)} />} note={monthName} />
        <Stat label={t('breaches')} value={month.breaches} />
        <Stat label={t('assessed')} value={month.resources} />
      </div>
      <Card title={t('resources')} note={t('resourcesNote')} padded={false}>
        <DataTable
          caption={t('resources')}
          rows={resources}
          rowKey={(row) => row.assessmentId}
          columns={[
            {
              id: 'resource',
              header: t('resource'),
              cell: (row) => (
                <>
                  <TextLink href={routes.org[row.subjectKind](organisationId, row.subjectId)}>
                    {row.name}
                  </TextLink>
                  <span className="block text-sm text-ink-3">{t(`kinds.${row.subjectKind}`)}</span>
                </>
              ),
            },
            {
              id: 'availability',
              header: t('availability'),
              numeric: true,
              cell: (row) => <AvailabilityCell {...row} />,
            },
            {
              id: 'down',
              header: t('down'),
              numeric: true,
              cell: (row) => (
                <>
                  <span className="block whitespace-nowrap">{formatMs(row.downMs)}</span>
                  {row.excludedMs > 0 && (
                    <span className="block text-sm text-ink-3">
                      {t('leftOut', { duration: formatMs(row.excludedMs) })}
                    </span>
                  )}
                  {row.unknownMs > 0 && (
                    <span className="block text-sm text-ink-3">
                      {t('unseen', { duration: formatMs(row.unknownMs) })}
                    </span>
                  )}
                </>
              ),
            },
            {
              id: 'price',
              header: t('price'),
              numeric: true,
              cell: (row) => <Money cents={BigInt(row.priceCents)} bare />,
            },
            {
              id: 'credit',
              header: t('credit'),
              numeric: true,
              cell: (row) => <CreditCell {...row} />,
            },
            {
              id: 'state',
              header: t('state'),
              cell: (row) => <Standing row={row} organisationId={organisationId} kept={keptText(row, t)} />,
            },
            {
              id: 'actions',
              header: t('actions'),
              cell: (row) => (
                <span className="flex flex-wrap items-center gap-1.5">
                  <FileLink
                    href={routes.org.serviceCreditEvidence(organisationId, row.assessmentId)}
                    size="sm"
                    variant="quiet"
                  >
                    {t('evidence')}
                    <span className="sr-only">
                      {' '}
                      {t('evidenceOf', { resource: row.name, period: monthName })}
                    </span>
                  </FileLink>
                  {row.ticketId ? (
                    <TextLink href={routes.org.ticket(organisationId, row.ticketId)}>
                      {t('seeTicket')}
                    </TextLink>
                  ) : (
                    <ContestMonth
                      organisationId={organisationId}
                      assessmentId={row.assessmentId}
                      resource={row.name}
                      period={monthName}
                      refusal={refusal}
                    />
                  )}
                </span>
              ),
              csv: () => '',
            },
          ]}
          empty={<EmptyState title={t('noneTitle')}>{t('none')}</EmptyState>}
        />
        {resources.length < month.resources && (
          <p className="px-4.5 py-2.5 text-sm text-ink-3">
            {t('cut', { shown: resources.length, count: month.resources })}
          </p>
        )}
      </Card>
    </ClientMessages>
  )
})

const keptText = (row: AssessedResourceView, t: (key: 'kept' | 'notMeasured') => string) =>
  row.availabilityPpm === null ? t('notMeasured') : t('kept')

type StandingProps = { row: AssessedResourceView; organisationId: string; kept: string }

function Standing({ row, organisationId, kept }: StandingProps) {
  if (row.credits.length === 0) return <span className="text-sm text-ink-3">{kept}</span>
  return (
    <div className="grid gap-1.5">
      {row.credits.map((credit) => (
        <CreditStanding
          key={credit.id}
          credit={credit}
          documentHref={(documentId) => routes.org.billingDocument(organisationId, documentId)}
          showAmount={row.credits.length > 1}
        />
      ))}
    </div>
  )
}
