import type { Id } from '~/lib/kernel/ids'
import type { Standing } from './standing'

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
  state: Standing
}

/** What a cart would take of a purchase order; `unknown`: the organisation has none with this number. */
export type PurchaseOrderPreview =
  | { standing: 'unknown' }
  | {
      standing: Standing
      ceilingCents: string
      /** Projected for the last day, without the cart and with it. */
      committedCents: string
      withOrderCents: string
      endsOn: string
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

/** `percent`: the highest threshold reached. */
export type NearlyUsed = { id: Id<'purchaseOrder'>; number: string; percent: number; endsOn: string }
