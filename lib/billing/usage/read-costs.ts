import { withOrganisation } from '~/db/client'
import { listIssuedCosts } from '~/db/queries/billing/usage'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { LineDraft } from '../invoices/compose-invoices'
import { lineWords } from '../invoices/line-words'
import type { CostBy, CostsView } from '../invoices/views'
import { collectLines } from './collect-lines'
import { monthOf, periodBefore, periodOf } from './period'

/**
 * What this month has cost up to now, part by part, beside what the whole month before was invoiced, without VAT. The
 * parts are the whole to the cent.
 */
export async function readCosts(ctx: OpContext, by: CostBy): Promise<CostsView> {
  authorize(ctx, 'billing:view')
  const period = periodOf(ctx.now)
  const before = periodBefore(period)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const { lines } = await collectLines(tx, { organisationId, period, until: ctx.now, language: ctx.locale })
    const issued = await listIssuedCosts(tx, organisationId, before, by)
    const rows = new Map<string, { label: string; cents: bigint; beforeCents: bigint }>()
    const rowOf = (key: string, label: string) => {
      const row = rows.get(key) ?? { label, cents: 0n, beforeCents: 0n }
      rows.set(key, row)
      return row
    }
    for (const line of lines) {
      const { key, label } = partOf(line, by, ctx.locale)
      rowOf(key, label).cents += line.netCents
    }
    for (const { key, label, cents } of issued)
      rowOf(key, by === 'meter' ? meterName(key, ctx.locale) : label).beforeCents += BigInt(cents)
    return {
      period,
      before,
      shareOfMonth: shareOf(ctx.now, period),
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
