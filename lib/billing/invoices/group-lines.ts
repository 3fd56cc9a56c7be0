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

/**
 * The same groups, after those that come to less than nothing joined the largest group of the same recipient that can
 * bear them: a correction of an order under which nothing else was used would make an invoice below zero, which cannot
 * be issued. What no group can bear stays as it is. Each invoice lists the lines of its own group first, and `own` says
 * how many they are. Pure.
 */
export function joinDeductions<L extends Groupable & { netCents: bigint }>(
  groups: ReadonlyMap<string, readonly L[]>,
  isPublicBody: boolean,
): Map<string, { lines: readonly L[]; own: number }> {
  const invoices = new Map([...groups].map(([key, lines]) => [key, { lines, own: lines.length }]))
  const recipient = ([line]: readonly L[]) => JSON.stringify(line ? recipientOf(line, isPublicBody) : [])
  for (const [key, { lines }] of [...invoices]) {
    const owed = total(lines)
    if (owed >= 0n) continue
    const [host] = [...invoices]
      .filter(([, other]) => recipient(other.lines) === recipient(lines) && total(other.lines) + owed >= 0n)
      .sort(([, a], [, b]) => (total(a.lines) < total(b.lines) ? 1 : -1))
    if (!host) continue
    const [hostKey, { lines: hostLines, own }] = host
    invoices.set(hostKey, { lines: [...hostLines, ...lines], own })
    invoices.delete(key)
  }
  return invoices
}

const total = (lines: readonly { netCents: bigint }[]) => lines.reduce((sum, line) => sum + line.netCents, 0n)

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
