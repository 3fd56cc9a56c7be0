import type { InvoiceGrouping } from '~/db/schema/billing-documents'
import type { DocumentReferences } from './issued-document'

/** A line before it knows its document. */
export type Groupable = { projectId?: string; costCentre?: string; references?: DocumentReferences }

/**
 * The lines of each invoice, by what they have in common as the buyer chose, in order of key. Whatever was chosen, an
 * invoice goes to one structure that pays, and within a public body to one service: another needs one of its own. Pure.
 */
export function groupLines<L extends Groupable>(
  lines: readonly L[],
  grouping: InvoiceGrouping,
  isPublicBody: boolean,
): Map<string, L[]> {
  const groups = new Map<string, L[]>()
  for (const line of lines) {
    const { payerSiret, serviceCode } = line.references ?? {}
    const key = [chosen(line, grouping), payerSiret ?? '', isPublicBody ? (serviceCode ?? '') : '']
      .join('|')
      .replace(/\|+$/, '')
    const group = groups.get(key)
    if (group) group.push(line)
    else groups.set(key, [line])
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function chosen({ projectId, costCentre, references = {} }: Groupable, grouping: InvoiceGrouping): string {
  switch (grouping) {
    case 'organisation':
      return ''
    case 'purchase_order':
      return references.purchaseOrder ?? ''
    case 'engagement':
      return [references.engagement, references.market].filter(Boolean).join('/')
    case 'project':
      return projectId ?? ''
    case 'cost_centre':
      return costCentre ?? ''
  }
}

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
