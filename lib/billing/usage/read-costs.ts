import { withOrganisation } from '~/db/client'
import { listCostHistory } from '~/db/queries/billing/usage'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { LineDraft } from '../invoices/compose-invoices'
import { lineWords } from '../invoices/line-words'
import type { CostBy, CostsView } from '../invoices/views'
import { collectLines } from './collect-lines'
import { type CostCell, costHistory } from './cost-history'
import { monthOf, periodBefore, periodOf } from './period'

const monthsShown = 12
/** As many as colours tell apart. */
const partsShown = 5

/**
 * What this month has cost up to now, part by part, beside what each of the eleven months before was invoiced, credits
 * taken off, without VAT. The parts are the whole to the cent.
 */
export async function readCosts(ctx: OpContext, by: CostBy): Promise<CostsView> {
  authorize(ctx, 'billing:view')
  const period = periodOf(ctx.now)
  const before = periodBefore(period)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const { lines } = await collectLines(tx, { organisationId, period, until: ctx.now, language: ctx.locale })
    const periods = monthsUpTo(period)
    const issued = await listCostHistory(tx, organisationId, periods[0] ?? before, by)
    const cells: CostCell[] = [
      ...issued
        .filter((each) => each.period !== period)
        .map((each) => ({
          ...each,
          label: by === 'meter' ? meterName(each.key, ctx.locale) : each.label,
          cents: BigInt(each.cents),
        })),
      ...lines.map((line) => ({ ...partOf(line, by, ctx.locale), period, cents: line.netCents })),
    ]
    const rows = new Map<string, { label: string; cents: bigint; beforeCents: bigint }>()
    for (const { period: of, key, label, cents } of cells) {
      if (of !== period && of !== before) continue
      const row = rows.get(key) ?? { label, cents: 0n, beforeCents: 0n }
      if (of === period) row.cents += cents
      else row.beforeCents += cents
      rows.set(key, row)
    }
    const { series, bars } = costHistory(cells, periods, partsShown)
    return {
      period,
      before,
      shareOfMonth: shareOf(ctx.now, period),
      series,
      months: bars.map((bar) => ({
        period: bar.period,
        cents: bar.cents.toString(),
        parts: bar.parts.map((part) => ({ key: part.key, cents: part.cents.toString() })),
      })),
      rows: [...rows]
        .map(([key, row]) => ({
          key,
          label: row.label,
          cents: row.cents.toString(),
          beforeCents: row.beforeCents.toString(),
        }))
        .sort((a, b) => Number(BigInt(b.cents) - BigInt(a.cents)) || (a.label < b.label ? -1 : 1)),
    }
  })
}

/** The twelve months that end with this one, the earliest first. */
function monthsUpTo(period: string): string[] {
  const periods = [period]
  while (periods.length < monthsShown) periods.unshift(periodBefore(periods[0] ?? period))
  return periods
}

function partOf(line: LineDraft, by: CostBy, locale: 'fr' | 'en'): { key: string; label: string } {
  switch (by) {
    case 'project':
      return { key: line.projectId ?? '', label: line.projectName ?? '' }
    case 'resource':
      return { key: line.resourceId ?? line.label, label: line.detail ?? line.label }
    case 'cost_centre':
      return { key: line.costCentre ?? '', label: line.costCentre ?? '' }
    case 'meter':
      return { key: line.meter ?? line.kind, label: meterName(line.meter ?? line.kind, locale) }
  }
}

/** What is no meter is named as it is. */
function meterName(name: string, locale: 'fr' | 'en'): string {
  const names: Readonly<Record<string, string>> = lineWords[locale].meter
  return names[name] ?? name
}

function shareOf(now: Date, period: string): number {
  const { from, to } = monthOf(period)
  return (now.getTime() - from.getTime()) / (to.getTime() - from.getTime())
}
