import type { CostReferences } from '~/db/schema/ordering/ordering'

/** A canonical text of the references, independent of their order; empty without any. Pure. */
export function referencesKey(references: CostReferences): string {
  return Object.entries(references)
    .filter(([, value]) => value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}
