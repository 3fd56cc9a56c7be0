import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { StackedBars } from '~/components/chart/stacked-bars'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Disclosure } from '~/components/ui/display/disclosure'
import { Money } from '~/components/ui/display/money'
import { Stat } from '~/components/ui/display/stat'
import { Badge } from '~/components/ui/display/state-pill'
import { LinkChips } from '~/components/ui/fields/chips'
import { TextLink } from '~/components/ui/links/text-link'
import { readCosts, readCostWatch } from '~/lib/billing'
import { costByParam, costTagParam } from '~/lib/billing/schema'
import { readBudgets } from '~/lib/budgets'
import type { BudgetView } from '~/lib/budgets/client'
import { may } from '~/lib/identity'
import {
  formatMoney,
  formatMonth,
  formatMonthName,
  formatShare,
  formatTimestamp,
  formatWholeEuros,
  type Locale,
} from '~/lib/kernel/text/format'
import { monthOf } from '~/lib/kernel/time/paris-month'
import { routes } from '~/lib/routes'
import { AnomaliesCard } from './_components/anomalies-card'
import { MonthTable } from './_components/month-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.nav'))('costs') }
}

const groupings = ['project', 'resource', 'tag', 'cost_centre', 'meter'] as const

/** This month's cost so far and its projection, by part, next to the previous month. */
export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('billing')
  const locale = (await getLocale()) as Locale
  const { organisationId } = ctx.membership
  const by = costByParam.safeParse(searchParams.by).data ?? 'project'
  const tag = costTagParam.safeParse(searchParams.tag).data
  const [costs, watch, budgets] = await Promise.all([
    readCosts(ctx, { by, tagKey: tag }),
    readCostWatch(ctx),
    may(ctx, 'budget:read') ? readBudgets(ctx) : [],
  ])
  const budget = lowestOf(budgets)
  const words = await getTranslations('costWatch')
  const m = await getTranslations('money')
  const { rows, shareOfMonth, before, series, months, forecast, tagKeys, tagKey, asOf } = costs
  const heading = by === 'tag' && tagKey ? t('costs.tagged', { key: tagKey }) : t(`costs.grouping.${by}`)
  const named = series.map(({ key, label }) => ({
    key,
    label: key === 'rest' ? t('costs.rest') : label || t('none'),
  }))
  const beforeCents = rows.reduce((total, row) => total + BigInt(row.beforeCents), 0n)
  const { lowCents, highCents } = forecast
  // A band of no width is not one.
  const bandNote =
    lowCents === null || highCents === null
      ? t('costs.noBand')
      : lowCents === highCents
        ? undefined
        : t('costs.band', {
            low: formatMoney(BigInt(lowCents), locale),
            high: formatMoney(BigInt(highCents), locale),
          })
  return (
    <div className="grid gap-4">
      {asOf && (
        <p className="text-sm text-ink-2">
          {t('costs.asOf', { at: formatTimestamp(new Date(asOf), locale) })}
        </p>
      )}
      <div className="grid grid-cols-2 gap-2.5 sm:gap-4 lg:grid-cols-3">
        <Stat
          label={m('toDate')}
          value={<Money cents={BigInt(costs.toDateCents)} />}
          note={
            costs.otherCents === '0'
              ? t('costs.passed', { share: formatShare(shareOfMonth, 1, locale) })
              : m('toDatePlus', { amount: formatMoney(BigInt(costs.otherCents), locale) })
          }
        />
        <Stat
          label={m('forecast', { month: formatMonth(costs.period, locale) })}
          value={<Money cents={BigInt(forecast.forecastCents)} />}
          note={bandNote}
        />
        <Stat
          label={t('costs.before')}
          value={<Money cents={beforeCents} />}
          note={t(costs.isBeforeBilled ? 'costs.beforeNote' : 'costs.beforeUnbilled', {
            month: new Date(`${before}-15T12:00:00Z`),
          })}
        />
      </div>
      <Card
        title={t('costs.year')}
        actions={
          <LinkChips
            label={t('costs.by')}
            items={groupings.map((each) => ({
              href: routes.org.billingCosts(organisationId, each),
              label: t(`costs.grouping.${each}`),
              isCurrent: each === by,
            }))}
          />
        }
      >
        <StackedBars
          summary={t('costs.yearSummary', { count: months.length })}
          series={named}
          bars={barsOf(costs, locale, (period) => (
            <TextLink href={routes.org.billing(organisationId, { period })}>
              {formatMonthName(period, locale)}
            </TextLink>
          ))}
          least={100}
          format={(cents) => formatWholeEuros(BigInt(Math.round(cents)), locale)}
          foreseenLabel={t('costs.foreseen', { day: lastDayOf(costs.period) })}
          limit={
            budget && {
              value: Number(budget.monthlyCents),
              from: budget.since,
              label: t('costs.budget', {
                name: budget.name,
                amount: formatWholeEuros(BigInt(budget.monthlyCents), locale),
              }),
            }
          }
        />
        <Disclosure summary={t('costs.figures')} className="mt-3">
          <MonthTable months={months} series={named} />
        </Disclosure>
      </Card>
      {by === 'tag' && (
        <LinkChips
          label={t('costs.tagKey')}
          items={tagKeys.map((key) => ({
            href: routes.org.billingCosts(organisationId, 'tag', key),
            label: key,
            isCurrent: key === tagKey,
          }))}
        />
      )}
      <Card title={t('costs.parts')} padded={false}>
        <DataTable
          caption={t('costs.parts')}
          rows={rows}
          rowKey={(row) => row.key}
          columns={[
            { id: 'label', header: heading, cell: (row) => row.label || t('none') },
            {
              id: 'cents',
              isEnd: true,
              header: t('costs.billedHead'),
              numeric: true,
              cell: (row) => <Money cents={BigInt(row.cents)} bare />,
            },
            {
              id: 'forecast',
              header: m('forecastHead'),
              numeric: true,
              cell: (row) => <Money cents={BigInt(row.forecastCents)} bare />,
            },
            {
              id: 'low',
              className: 'max-sm:hidden',
              header: t('costs.lowHead'),
              numeric: true,
              cell: (row) =>
                row.lowCents === null ? t('costs.unknown') : <Money cents={BigInt(row.lowCents)} bare />,
            },
            {
              id: 'high',
              className: 'max-sm:hidden',
              header: t('costs.highHead'),
              numeric: true,
              cell: (row) =>
                row.highCents === null ? t('costs.unknown') : <Money cents={BigInt(row.highCents)} bare />,
            },
            {
              id: 'before',
              header: t('costs.beforeHead'),
              numeric: true,
              cell: (row) => <Money cents={BigInt(row.beforeCents)} bare />,
            },
            {
              id: 'change',
              header: t('costs.change'),
              numeric: true,
              cell: (row) =>
                row.beforeCents === '0' ? (
                  <Badge>{t('costs.new')}</Badge>
                ) : row.forecastCents === '0' ? (
                  <Badge>{t('costs.gone')}</Badge>
                ) : (
                  <Money cents={BigInt(row.forecastCents) - BigInt(row.beforeCents)} bare />
                ),
            },
          ]}
          empty={<p className="p-4.5 text-ink-2">{t('costs.empty')}</p>}
          footer={
            <Disclosure summary={t('costs.method')} className="border-t border-line px-4.5 py-2.5">
              <p className="max-w-3xl text-sm text-ink-2">
                {t('costs.assumed', { count: forecast.trialMonths })}
              </p>
            </Disclosure>
          }
        />
      </Card>
      <ClientMessages namespaces={['costWatch']}>
        <AnomaliesCard
          organisationId={organisationId}
          watch={watch}
          refusal={may(ctx, 'billing:manage') ? undefined : words('cannotManage')}
        />
      </ClientMessages>
    </div>
  )
})

type Costs = Awaited<ReturnType<typeof readCosts>>

/** A bar for each month; the label of a billed one is a link to its invoices, and the running one has its forecast. */
function barsOf(
  { months, period, before, isBeforeBilled, forecast }: Costs,
  locale: Locale,
  invoicesOf: (period: string) => ReactNode,
) {
  return months.map((month) => {
    const isRunning = month.period === period
    const isBilled = !isRunning && month.cents !== '0' && (month.period !== before || isBeforeBilled)
    const amounts = [month.cents, ...(isRunning ? [forecast.forecastCents] : [])]
    return {
      key: month.period,
      label: isBilled ? invoicesOf(month.period) : formatMonthName(month.period, locale),
      figure: formatWholeEuros(BigInt(month.cents), locale),
      title: [
        formatMonth(month.period, locale),
        ...amounts.map((cents) => formatMoney(BigInt(cents), locale)),
      ].join(' · '),
      parts: month.parts.map((part) => ({ key: part.key, value: Number(part.cents) })),
      ...(isRunning && { foreseen: Number(forecast.forecastCents) }),
    }
  })
}

/** Of budgets of the whole organisation, the lowest. */
function lowestOf(budgets: readonly BudgetView[]): BudgetView | null {
  const ofAll = budgets.filter(({ project, tag }) => project === null && tag === null)
  return ofAll.toSorted((a, b) => Number(BigInt(a.monthlyCents) - BigInt(b.monthlyCents)))[0] ?? null
}

const lastDayOf = (period: string) => new Date(monthOf(period).to.getTime() - 1)
