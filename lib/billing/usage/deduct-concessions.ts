import type { InvoiceGrouping } from '~/db/schema/billing/documents'
import type { LineDraft } from '../invoices/compose-invoices'
import { joinNegativeGroups, netOf } from '../invoices/group-lines'
import { lineWords } from '../invoices/line-words'
import { deductionDraft } from './deduct-promotions'

/** A gesture or service credit with its remaining amount. */
export type SpendableConcession = {
  id: string
  kind: 'gesture' | 'service_credit'
  reason: string
  leftCents: bigint
}

type Spent = { concessionId: string; groupingKey: string; cents: bigint }

/**
 * The lines by which concessions reduce the invoices of a month, in order: no invoice becomes negative, and the rest of
 * an amount reduces the next invoice. `spent` lists the used amounts per group. Pure.
 */
export function concessionDrafts(
  lines: readonly LineDraft[],
  concessions: readonly SpendableConcession[],
  terms: { grouping: InvoiceGrouping; isPublicBody: boolean; language: 'fr' | 'en' },
): { drafts: LineDraft[]; spent: Spent[] } {
  const t = lineWords[terms.language]
  const invoices = [...joinNegativeGroups(lines, terms.grouping, terms.isPublicBody)]
  const room = new Map(invoices.map(([key, joined]) => [key, netOf(joined.lines)]))
  const drafts: LineDraft[] = []
  const spent: Spent[] = []
  for (const { id, kind, reason, leftCents } of concessions) {
    let left = leftCents
    for (const [
      groupingKey,
      {
        lines: [first],
      },
    ] of invoices) {
      const free = room.get(groupingKey) ?? 0n
      const cents = left < free ? left : free
      if (cents <= 0n || !first) continue
      const label = kind === 'gesture' ? t.gesture(reason) : t.serviceCredit(reason)
      drafts.push({ ...deductionDraft(first, label, kind), netCents: -cents })
      spent.push({ concessionId: id, groupingKey, cents })
      room.set(groupingKey, free - cents)
      left -= cents
    }
  }
  return { drafts, spent }
}
