import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { StackedBars } from '~/components/chart/stacked-bars'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/card'
import { LinkChips } from '~/components/ui/chips'
import { Money } from '~/components/ui/money'
import { Stat } from '~/components/ui/stat'
import { Badge } from '~/components/ui/state-pill'
import { readCosts } from '~/lib/billing'
import { costByParam } from '~/lib/billing/schema'
import { formatMoney, formatShare, type Locale } from '~/lib/kernel/format'
import { routes } from '~/lib/routes'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('billing'))('tab.costs') }
}

const groupings = ['project', 'resource', 'cost_centre', 'meter'] as const

/** What this month has cost so far, part by part, beside the whole month before. */
export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('billing')
  const locale = (await getLocale()) as Locale
  const { organisationId } = ctx.membership
  const by = costByParam.safeParse(searchParams.by).data ?? 'project'
  const { rows, shareOfMonth, before, series, months } = await readCosts(ctx, by)
  const sum = (of: 'cents' | 'beforeCents') => rows.reduce((total, row) => total + BigInt(row[of]), 0n)
  return (
    <div className="grid gap-4">
      <div className="grid grid-cols-2 gap-2.5 sm:gap-4">
        <Stat
          label={t('costs.soFar')}
          value={<Money cents={sum('cents')} />}
          note={t('costs.passed', { share: formatShare(shareOfMonth, 1, locale) })}
        />
        <Stat
          label={t('costs.before')}
          value={<Money cents={sum('beforeCents')} />}
          note={t('costs.beforeNote', { month: new Date(`${before}-15T12:00:00Z`) })}
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
          series={series.map(({ key, label }) => ({
            key,
            label: key === 'rest' ? t('costs.rest') : label || t('none'),
          }))}
          bars={barsOf(months, locale)}
        />
      </Card>
      <Card title={t('costs.parts')} padded={false}>
        <DataTable
          caption={t('costs.parts')}
          rows={rows}
          rowKey={(row) => row.key}
          columns={[
            { id: 'label', header: t(`costs.grouping.${by}`), cell: (row) => row.label || t('none') },
            {
              id: 'cents',
              header: t('costs.soFarHead'),
              numeric: true,
              cell: (row) => <Money cents={BigInt(row.cents)} bare />,
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
                ) : row.cents === '0' ? (
                  <Badge>{t('costs.gone')}</Badge>
                ) : (
                  <Money cents={BigInt(row.cents) - BigInt(row.beforeCents)} bare />
                ),
            },
          ]}
          empty={<p className="p-4.5 text-ink-2">{t('costs.empty')}</p>}
        />
      </Card>
    </div>
  )
})

type Month = Awaited<ReturnType<typeof readCosts>>['months'][number]

function barsOf(months: readonly Month[], locale: Locale) {
  const highest = Math.max(1, ...months.map((month) => Number(month.cents)))
  return months.map((month) => ({
    key: month.period,
    label: month.period.slice(5),
    title: `${month.period} · ${formatMoney(BigInt(month.cents), locale)}`,
    parts: month.parts.map((part) => ({ key: part.key, share: Math.max(0, Number(part.cents)) / highest })),
  }))
}
