'use client'
import { useLocale, useTranslations } from 'next-intl'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Meter } from '~/components/ui/display/meter'
import { Money } from '~/components/ui/display/money'
import { Badge } from '~/components/ui/display/state-pill'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import type { BudgetView } from '~/lib/budgets/client'
import { formatMoney, formatShare, type Locale } from '~/lib/kernel/text/format'
import { BudgetActions } from './budget-actions'

type Props = { organisationId: string; budgets: readonly BudgetView[]; refusal: string | undefined }

/** All budgets with their spent and committed amounts. */
export function BudgetTable({ organisationId, budgets, refusal }: Props) {
  const t = useTranslations('budgets')
  const m = useTranslations('money')
  const locale = useLocale() as Locale
  useFocusRescue(budgets.length)
  const money = (cents: string) => formatMoney(BigInt(cents), locale)
  const columns: Column<BudgetView>[] = [
    {
      id: 'name',
      header: t('name'),
      cell: ({ name, isHard }) => (
        <span className="inline-flex flex-wrap items-center gap-2 font-semibold">
          {name}
          {isHard && <Badge>{t('isHard')}</Badge>}
        </span>
      ),
    },
    {
      id: 'scope',
      header: t('scope'),
      cell: ({ project, tag }) =>
        project?.name ?? (tag ? <code className="text-sm">{tag}</code> : t('scopes.organisation')),
    },
    {
      id: 'spent',
      header: m('toDate'),
      cell: ({ name, spentCents, monthlyCents }) => {
        const text = t('of', { spent: money(spentCents), amount: money(monthlyCents) })
        return (
          <span className="grid min-w-44 gap-1">
            <span className="text-sm whitespace-nowrap">
              {text}{' '}
              <span className="text-ink-3">
                {formatShare(Number(spentCents), Number(monthlyCents), locale)}
              </span>
            </span>
            <Meter
              label={name}
              value={Number(spentCents)}
              max={Number(monthlyCents)}
              valueText={text}
              tone="auto"
            />
          </span>
        )
      },
      csv: ({ spentCents }) => money(spentCents),
    },
    {
      id: 'committed',
      header: m('committedHead'),
      numeric: true,
      cell: ({ committedCents, monthlyCents }) => (
        <span className={BigInt(committedCents) > BigInt(monthlyCents) ? 'text-bad' : undefined}>
          <Money cents={BigInt(committedCents)} bare />
        </span>
      ),
    },
    {
      id: 'thresholds',
      header: t('alerts'),
      cell: ({ thresholds, reached }) =>
        thresholds.length === 0
          ? '–'
          : thresholds
              .map((percent) =>
                reached.includes(percent) ? t('reached', { percent }) : t('percent', { percent }),
              )
              .join(', '),
    },
    {
      id: 'actions',
      header: t('actions'),
      cell: (budget) => <BudgetActions organisationId={organisationId} budget={budget} refusal={refusal} />,
      csv: () => '',
    },
  ]
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rows={budgets}
      rowKey={(budget) => budget.id}
      rowLabel={(budget) => budget.name}
      empty={
        <EmptyState icon="bell" title={t('emptyTitle')}>
          {t('empty')}
        </EmptyState>
      }
    />
  )
}
