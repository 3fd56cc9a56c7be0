import type { Id } from '~/lib/kernel/ids'

/** Cents are decimal strings without VAT, days are days of Paris. */
export type PurchaseOrderView = {
  id: Id<'purchaseOrder'>
  number: string
  ceilingCents: string
  startsOn: string
  endsOn: string
  usedCents: string
  /** Projected for the last day, if nothing changes. */
  committedCents: string
  /** The projected day on which the ceiling is reached; null when it lasts. */
  exhaustedOn: string | null
  state: 'not_yet' | 'open' | 'no_longer'
}

export type PurchaseOrderDetail = PurchaseOrderView & {
  past: { day: string; cents: string }[]
  future: { day: string; cents: string }[]
  amendments: {
    id: string
    ceilingBeforeCents: string
    ceilingCents: string
    endsOnBefore: string
    endsOn: string
    reason: string
    by: string | null
    at: string
  }[]
  documents: {
    id: string
    name: string
    mediaType: string
    sizeBytes: number
    by: string | null
    at: string
  }[]
}
