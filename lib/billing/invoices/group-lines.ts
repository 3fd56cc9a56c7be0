import type { InvoiceGrouping } from '~/db/schema/billing/documents'
import type { DocumentReferences } from './issued-document'

/** The fields of a line that determine its invoice. */
export type Groupable = { projectId?: string; costCentre?: string; references?: DocumentReferences }

/**
 * The lines of each invoice, grouped as the buyer chose, in key order. Under every choice an invoice has one paying
 * structure, one purchase order, one engagement and one market, because a buyer's accountant matches an invoice by
 * them; a public body also gets one invoice per service. Pure.
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

/** References are free text: a separator inside one must not merge two groups. */
const escapeSeparator = (text: string) => text.replace(/[\\|]/g, (sign) => `\\${sign}`)

function groupingKeyOf(line: Groupable, grouping: InvoiceGrouping, isPublicBody: boolean): string {
  const { purchaseOrder, engagement, market } = line.references ?? {}
  return [groupOf(line, grouping), ...recipientOf(line, isPublicBody), purchaseOrder, engagement, market]
    .map((part) => escapeSeparator(part ?? ''))
    .join('|')
    .replace(/\|+$/, '')
}

/** What an invoice of this key is for: `group` is a project id or a cost centre, by the buyer's choice. Pure. */
export function readGroupingKey(key: string): { group?: string } & Omit<DocumentReferences, 'costCentre'> {
  const parts = ['']
  for (let at = 0; at < key.length; at += 1) {
    const isEscaped = key[at] === '\\'
    if (isEscaped) at += 1
    // Of a last sign that is a separator, only the escape is left.
    const sign = key[at] ?? '|'
    if (sign === '|' && !isEscaped) parts.push('')
    else parts[parts.length - 1] += sign
  }
  const names = ['group', 'payerSiret', 'serviceCode', 'purchaseOrder', 'engagement', 'market'] as const
  return Object.fromEntries(names.flatMap((name, index) => (parts[index] ? [[name, parts[index]]] : [])))
}

function groupOf({ projectId, costCentre }: Groupable, grouping: InvoiceGrouping): string | undefined {
  switch (grouping) {
    case 'organisation':
      return undefined
    case 'project':
      return projectId
    case 'cost_centre':
      return costCentre
  }
}

/** The recipient of the invoice: the paying structure and, within a public body, the service. */
function recipientOf({ references = {} }: Groupable, isPublicBody: boolean): (string | undefined)[] {
  return [references.payerSiret, isPublicBody ? references.serviceCode : undefined]
}

/** Lines of one invoice: the first `own` of them belong to its own group, the others to groups that joined it. */
export type JoinedInvoice<L> = {
  lines: readonly L[]
  own: number
  /** Keys of all groups in it, its own first. */
  groupingKeys: readonly string[]
}

/**
 * The invoices of these lines by the key of their own group. A group with a negative sum, such as a correction of an
 * order without further usage, cannot be issued alone: it joins the largest invoice of the same recipient. When that is
 * too small, the next largest ones join as well, as one invoice, so that no invoice is negative while the recipient
 * owes something in total. A negative total stays as it is. Pure.
 */
export function joinNegativeGroups<L extends Groupable & { netCents: bigint }>(
  lines: readonly L[],
  grouping: InvoiceGrouping,
  isPublicBody: boolean,
): Map<string, JoinedInvoice<L>> {
  const groups = groupLines(lines, grouping, isPublicBody)
  const invoices = new Map<string, JoinedInvoice<L>>(
    [...groups].map(([key, own]) => [key, { lines: own, own: own.length, groupingKeys: [key] }]),
  )
  const recipient = ([line]: readonly L[]) => JSON.stringify(line ? recipientOf(line, isPublicBody) : [])
  const negative = [...invoices].filter(([, each]) => netOf(each.lines) < 0n).sort(bySum)
  for (const [key, deduction] of negative) {
    const hosts: [string, JoinedInvoice<L>][] = []
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

/** Smallest first; among equal sums, the last key first. */
function bySum<L extends { netCents: bigint }>(
  [keyOfOne, one]: readonly [string, JoinedInvoice<L>],
  [keyOfOther, other]: readonly [string, JoinedInvoice<L>],
): number {
  const difference = netOf(one.lines) - netOf(other.lines)
  if (difference !== 0n) return difference < 0n ? -1 : 1
  return keyOfOne < keyOfOther ? 1 : -1
}

/** Sum of the lines without VAT. Pure. */
export const netOf = (lines: readonly { netCents: bigint }[]) =>
  lines.reduce((sum, line) => sum + line.netCents, 0n)

/** A canonical text of the references and cost centre. Pure. */
export function referencesOf({ references = {}, costCentre }: Groupable): string {
  const pairs = Object.entries({ ...references, costCentre }).sort(([a], [b]) => (a < b ? -1 : 1))
  return pairs.map(([name, value]) => `${name}=${value ?? ''}`).join('&')
}

/** The references shared by all lines. Pure. */
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

/** The references of a line that its document does not already state for all lines. Pure. */
export function ownReferences(line: Groupable, document: { references: DocumentReferences }) {
  const { references = {}, costCentre } = line
  const named: DocumentReferences = { ...references, ...(costCentre && { costCentre }) }
  const own = Object.entries(named).filter(
    ([name, value]) => document.references[name as keyof DocumentReferences] !== value,
  )
  return own as [keyof DocumentReferences, string][]
}
