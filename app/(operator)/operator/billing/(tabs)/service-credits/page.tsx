import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { AvailabilityCell, CreditStanding } from '~/components/billing/service-credit-cells'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { Stat } from '~/components/ui/display/stat'
import { LinkChips } from '~/components/ui/fields/chips'
import { FileLink } from '~/components/ui/links/file-link'
import { MonthChoice } from '~/components/ui/links/month-choice'
import { mayStaff } from '~/lib/identity'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { periodField } from '~/lib/kernel/time/date-fields'
import { routes } from '~/lib/routes'
import { readServiceCreditDesk } from '~/lib/sla'
import { creditStateParam } from '~/lib/sla/schema'
import { AssessAgain } from './_components/assess-again'
import { CreditDecision } from './_components/credit-decision'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('serviceCredits'))('title') }
}

/** Service credits by month, those waiting for a billing officer first. */
export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations('serviceCredits')
  const locale = (await getLocale()) as Locale
  const state = creditStateParam.safeParse(searchParams.state).data ?? null
  const { period, months, credits, assessed } = await readServiceCreditDesk(ctx, {
    period: periodField.safeParse(searchParams.period).data ?? null,
    state,
  })
  const refusal = mayStaff(ctx, 'billing:credit') ? undefined : t('desk.mayNot')
  const hrefOf = (choice: { period: string | null; state: string | null }) =>
    routes.operator.serviceCredits({
      ...(choice.period && { period: choice.period }),
      ...(choice.state && { state: choice.state }),
    })
  const ofMonths = period ? months.filter((month) => month.period === period) : months
  const sum = (of: 'openCents' | 'grantedCents') =>
    ofMonths.reduce((cents, month) => cents + BigInt(month[of]), 0n)
  return (
    <ClientMessages namespaces={['serviceCredits']}>
      <MonthChoice
        label={t('month')}
        current={period ?? ''}
        all={{ key: '', label: t('desk.all'), href: hrefOf({ period: null, state }) }}
        months={months.map((month) => ({
          key: month.period,
          label: formatMonth(month.period, locale),
          href: hrefOf({ period: month.period, state }),
        }))}
      />
      <LinkChips
        label={t('state')}
        items={[null, ...creditStateParam.options].map((each) => ({
          href: hrefOf({ period, state: each }),
          label: each ? t(`states.${each}`) : t('desk.allStates'),
          isCurrent: each === state,
        }))}
      />
      <div className="my-5 grid gap-4 sm:grid-cols-2">
        <Stat label={t('desk.due')} value={<Money cents={sum('openCents')} />} />
        <Stat label={t('desk.granted')} value={<Money cents={sum('grantedCents')} />} />
      </div>
      <Card
        title={t('desk.list')}
        note={t('desk.note')}
        padded={false}
        actions={<AssessAgain assessed={assessed} refusal={refusal} />}
      >
        <DataTable
          caption={t('title')}
          rows={credits}
          rowKey={(row) => row.id}
          columns={[
            {
              id: 'organisation',
              header: t('organisation'),
              cell: (row) => (
                <>
                  <span className="block">{row.organisation}</span>
                  <span className="block text-sm text-ink-3">{formatMonth(row.period, locale)}</span>
                </>
              ),
            },
            {
              id: 'resource',
              header: t('resource'),
              cell: (row) => (
                <>
                  <span className="block">{row.name}</span>
                  <span className="block text-sm text-ink-3">{t(`kinds.${row.subjectKind}`)}</span>
                  {row.reason && (
                    <span className="block max-w-xs text-sm wrap-anywhere text-ink-3">{row.reason}</span>
                  )}
                </>
              ),
            },
            {
              id: 'availability',
              header: t('availability'),
              numeric: true,
              cell: (row) => <AvailabilityCell {...row} />,
              className: 'max-sm:hidden',
            },
            {
              id: 'price',
              header: t('price'),
              numeric: true,
              cell: (row) => <Money cents={BigInt(row.priceCents)} bare />,
              className: 'max-sm:hidden',
            },
            {
              id: 'amount',
              header: t('desk.amount'),
              numeric: true,
              cell: (row) => <Money cents={BigInt(row.amountCents)} bare />,
              isEnd: true,
              className: 'font-semibold',
            },
            {
              id: 'state',
              header: t('state'),
              cell: (row) => (
                <>
                  <CreditStanding credit={row} documentHref={(id) => routes.operator.billingDocument(id)} />
                  {row.decidedBy && (
                    <span className="block text-sm text-ink-3">
                      {t('desk.decidedBy', { name: row.decidedBy })}
                    </span>
                  )}
                </>
              ),
            },
            {
              id: 'actions',
              header: t('actions'),
              cell: (row) => (
                <span className="flex flex-wrap items-center gap-1.5">
                  <FileLink
                    href={routes.operator.serviceCreditEvidence(row.assessmentId)}
                    size="sm"
                    variant="quiet"
                  >
                    {t('evidence')}
                    <span className="sr-only">
                      {' '}
                      {t('evidenceOf', { resource: row.name, period: formatMonth(row.period, locale) })}
                    </span>
                  </FileLink>
                  {row.state === 'awaiting_confirmation' && (
                    <CreditDecision
                      creditId={row.id}
                      resource={row.name}
                      period={formatMonth(row.period, locale)}
                      refusal={refusal ?? (row.needsAnother ? t('desk.own') : undefined)}
                    />
                  )}
                </span>
              ),
              csv: () => '',
            },
          ]}
          empty={<EmptyState title={t('desk.emptyTitle')}>{t('desk.empty')}</EmptyState>}
        />
      </Card>
    </ClientMessages>
  )
})
