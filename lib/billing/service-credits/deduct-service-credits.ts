import type { InvoiceGrouping } from '~/db/schema/billing/documents'
import { groupedBy } from '~/lib/kernel/grouped-by'
import { monthOf } from '~/lib/kernel/time/paris-month'
import type { LineDraft } from '../invoices/compose-invoices'
import { groupLines, joinNegativeGroups, netOf, referencesOf } from '../invoices/group-lines'
import { lineWords } from '../invoices/line-words'
import { calculationText, detailOf } from './credit-calculation'
import type { CreditCalculation } from './queries/service-credits'
import { minBigint, spread } from './spread'

/** A credit with the amount not yet on any document; negative when it takes back an earlier credit. */
export type OpenCredit = {
  id: string
  /** The month it belongs to. */
  period: string
  subjectId: string
  subjectKind: 'instance' | 'volume'
  name: string
  leftCents: bigint
  /** Null for a correction: its amount is a difference. */
  calculation: CreditCalculation | null
  /** The reason given for a recalculation of the month. */
  reason: string | null
  /** Where its month's usage was billed, for a credit on another month's invoice. */
  place: Pick<LineDraft, 'projectId' | 'projectName' | 'costCentre' | 'references'>
}

export type SpentCredit = { creditId: string; bound: string; groupingKey: string; cents: bigint }

type Terms = { period: string; grouping: InvoiceGrouping; isPublicBody: boolean; language: 'fr' | 'en' }

/**
 * The lines that service credits and corrections add to the invoices of a month, in order. A credit of this month goes
 * to the invoices of its resource's usage, in proportion, with their references; a credit of another month goes where
 * there is room, first where its resource was billed. No invoice becomes negative: the remainder stays open. `spent`
 * lists the used amounts per place, with the sign of the credit. Pure.
 */
export function serviceCreditDrafts(
  lines: readonly LineDraft[],
  credits: readonly OpenCredit[],
  terms: Terms,
): { drafts: LineDraft[]; spent: SpentCredit[] } {
  const keyOf = (line: LineDraft) =>
    groupLines([line], terms.grouping, terms.isPublicBody).keys().next().value ?? ''
  const drafts: LineDraft[] = []
  const spent: SpentCredit[] = []
  const put = (credit: OpenCredit, place: OpenCredit['place'], cents: bigint) => {
    const draft = draftOf(credit, place, terms, -cents, spent.length)
    drafts.push(draft)
    spent.push({ creditId: credit.id, bound: draft.bound, groupingKey: keyOf(draft), cents })
  }
  const use = groupedBy(
    lines.filter(({ kind }) => kind === 'usage'),
    ({ resourceId }) => resourceId,
  )
  const ownLines = ({ subjectId }: OpenCredit) => use.get(subjectId) ?? []
  // Charges first, because they make room.
  for (const credit of credits.filter(({ leftCents }) => leftCents < 0n))
    put(credit, ownLines(credit)[0] ?? credit.place, credit.leftCents)
  const charged = [...lines, ...drafts]
  const groups = groupLines(charged, terms.grouping, terms.isPublicBody)
  const invoices = joinNegativeGroups(charged, terms.grouping, terms.isPublicBody)
  const room = new Map([...invoices].map(([key, joined]) => [key, netOf(joined.lines)]))
  const invoiceOf = new Map(
    [...invoices].flatMap(([key, { groupingKeys }]) => groupingKeys.map((each) => [each, key] as const)),
  )
  for (const credit of credits.filter(({ leftCents }) => leftCents > 0n)) {
    let left = credit.leftCents
    const take = (place: OpenCredit['place'], groupingKey: string, wanted: bigint) => {
      const invoice = invoiceOf.get(groupingKey) ?? ''
      const free = room.get(invoice) ?? 0n
      const cents = minBigint(wanted, left, free)
      if (cents <= 0n) return
      put(credit, place, cents)
      room.set(invoice, free - cents)
      left -= cents
    }
    if (credit.period === terms.period) {
      const places = [
        ...groupedBy(ownLines(credit), (line) => `${line.projectId} ${referencesOf(line)}`).values(),
      ]
      const shares = spread(left, places.map(netOf))
      for (const [index, [first]] of places.entries())
        if (first) take(first, keyOf(first), shares[index] ?? 0n)
    }
    const billedKey = keyOf(draftOf(credit, credit.place, terms, 0n, 0))
    for (const key of new Set([billedKey, ...invoices.keys()])) {
      const [first] = groups.get(key) ?? []
      if (first) take(key === billedKey ? { ...first, ...credit.place } : first, key, left)
    }
  }
  return { drafts, spent }
}

function draftOf(
  { id, period, subjectId, subjectKind, name, reason, calculation }: OpenCredit,
  place: OpenCredit['place'],
  terms: Terms,
  netCents: bigint,
  index: number,
): LineDraft & { bound: string } {
  const { from, to } = monthOf(period)
  const words = lineWords[terms.language]
  return {
    label: netCents > 0n ? words.availabilityCharge(period, reason) : words.availabilityCredit(period),
    detail: detailOf(name, calculation && calculationText(calculation, -netCents, terms.language)),
    resourceId: subjectId,
    resourceKind: subjectKind,
    ...(place.projectId && { projectId: place.projectId }),
    ...(place.projectName && { projectName: place.projectName }),
    ...(place.costCentre && { costCentre: place.costCentre }),
    ...(place.references && { references: place.references }),
    period: { from: from.toISOString(), to: to.toISOString() },
    kind: 'service_credit',
    netCents,
    bound: `${period} ${terms.period} ${id} ${index}`,
  }
}
