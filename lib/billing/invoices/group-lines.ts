import type { InvoiceGrouping } from '~/db/schema/billing-documents'
import type { DocumentReferences } from './issued-document'

/** A line before it knows its document. */
export type Groupable = { projectId?: string; costCentre?: string; references?: DocumentReferences }

/**
 * The lines of each invoice, by what they have in common as the buyer chose, in order of key. Whatever was chosen, an
 * invoice names one paying structure, one purchase order, one engagement and one market, because a buyer's accountant
 * matches an invoice by them; a public body also gets one invoice for each service. Pure.
 */
export function groupLines<L extends Groupable>(
  lines: readonly L[],
  grouping: InvoiceGrouping,
  isPublicBody: boolean,
): Map<string, L[]> {
  const groups = new Map<string, L[]>()
  for (const line of lines) {
    const key = groupingKeyOf(line, grouping, isPublicBody)
    const group = groups.get(key)
    if (group) group.push(line)
    else groups.set(key, [line])
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** References are typed by people: a separator inside one must not merge two groups. */
const escapeSeparator = (text: string) => text.replace(/[\\|]/g, (sign) => `\\${sign}`)

function groupingKeyOf(line: Groupable, grouping: InvoiceGrouping, isPublicBody: boolean): string {
  const { purchaseOrder, engagement, market } = line.references ?? {}
  return [chosen(line, grouping), ...recipientOf(line, isPublicBody), purchaseOrder, engagement, market]
    .map((part) => escapeSeparator(part ?? ''))
    .join('|')
    .replace(/\|+$/, '')
}

function chosen({ projectId, costCentre }: Groupable, grouping: InvoiceGrouping): string | undefined {
  switch (grouping) {
    case 'organisation':
      return undefined
    case 'project':
      return projectId
    case 'cost_centre':
      return costCentre
  }
}

/** Who receives the invoice: the structure that pays and, within a public body, the service. */
function recipientOf({ references = {} }: Groupable, isPublicBody: boolean): (string | undefined)[] {
  return [references.payerSiret, isPublicBody ? references.serviceCode : undefined]
}

/** Lines of one invoice: those of its own group come first, and `own` says how many they are. */
export type Joined<L> = {
  lines: readonly L[]
  own: number
  /** Of all groups in it, its own first. */
  groupingKeys: readonly string[]
}

/**
 * The invoices of these lines by the key of their own group. A group that comes to less than nothing joins the largest of
 * the same recipient: a correction of an order under which nothing else was used would make an invoice below zero, which
 * cannot be issued. What the largest cannot bear alone it bears together with the next ones, as one invoice, so that no
 * invoice of a recipient who owes something in all is below zero. What all of them cannot bear stays as it is. Pure.
 */
export function joinedGroups<L extends Groupable & { netCents: bigint }>(
  lines: readonly L[],
  grouping: InvoiceGrouping,
  isPublicBody: boolean,
): Map<string, Joined<L>> {
  const groups = groupLines(lines, grouping, isPublicBody)
  const invoices = new Map<string, Joined<L>>(
    [...groups].map(([key, own]) => [key, { lines: own, own: own.length, groupingKeys: [key] }]),
  )
  const recipient = ([line]: readonly L[]) => JSON.stringify(line ? recipientOf(line, isPublicBody) : [])
  const below = [...invoices].filter(([, each]) => netOf(each.lines) < 0n).sort(bySum)
  for (const [key, deduction] of below) {
    const hosts: [string, Joined<L>][] = []
    let sum = netOf(deduction.lines)
    for (const other of [...invoices].sort(bySum).reverse()) {
      if (sum >= 0n || netOf(other[1].lines) <= 0n) break
      if (recipient(other[1].lines) !== recipient(deduction.lines)) continue
      hosts.push(other)
      sum += netOf(other[1].lines)
    }
    const [host, ...others] = hosts
    if (sum < 0n || !host) continue
    const [hostKey, { own }] = host
    for (const [otherKey] of [...others, [key] as const]) invoices.delete(otherKey)
    const joined = [...hosts.map(([, each]) => each), deduction]
    invoices.set(hostKey, {
      lines: joined.flatMap((each) => each.lines),
      own,
      groupingKeys: joined.flatMap((each) => each.groupingKeys),
    })
  }
  return invoices
}

/** The least first; of equal sums, the last key. */
function bySum<L extends { netCents: bigint }>(
  [keyOfOne, one]: readonly [string, Joined<L>],
  [keyOfOther, other]: readonly [string, Joined<L>],
): number {
  const difference = netOf(one.lines) - netOf(other.lines)
  if (difference !== 0n) return difference < 0n ? -1 : 1
  return keyOfOne < keyOfOther ? 1 : -1
}

/** What lines come to. Pure. */
export const netOf = (lines: readonly { netCents: bigint }[]) =>
  lines.reduce((sum, line) => sum + line.netCents, 0n)

/** The same text for the same references and cost centre. Pure. */
export function referencesOf({ references = {}, costCentre }: Groupable): string {
  const pairs = Object.entries({ ...references, costCentre }).sort(([a], [b]) => (a < b ? -1 : 1))
  return pairs.map(([name, value]) => `${name}=${value ?? ''}`).join('&')
}

/** The references that all lines share. Pure. */
export function sharedReferences(lines: readonly Groupable[]): DocumentReferences {
  const [first, ...others] = lines.map(({ references, costCentre }) => ({
    ...references,
    ...(costCentre && { costCentre }),
  }))
  const shared = Object.entries(first ?? {}).filter(([name, value]) =>
    others.every((each) => (each as Record<string, string | undefined>)[name] === value),
  )
  return Object.fromEntries(shared)
}

/** What a line is billed under and its document does not say of all of them. Pure. */
export function ownReferences(line: Groupable, document: { references: DocumentReferences }) {
  const { references = {}, costCentre } = line
  const named: DocumentReferences = { ...references, ...(costCentre && { costCentre }) }
  const own = Object.entries(named).filter(
    ([name, value]) => document.references[name as keyof DocumentReferences] !== value,
  )
  return own as [keyof DocumentReferences, string][]
}
