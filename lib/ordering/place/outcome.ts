import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { QuotaResource } from '~/lib/kernel/quota-resources'

/** Results of a valid order request. Only `accepted` and `held` change anything. */
export type PlaceOrderOutcome =
  | { outcome: 'accepted'; orderId: Id<'order'>; number: string }
  /** Waits for a decision with its capacity held; its page shows which decision and until when. */
  | { outcome: 'held'; orderId: Id<'order'>; number: string }
  /** Waits for a signature; its capacity is held until the quote expires. */
  | { outcome: 'quoted'; orderId: Id<'order'>; number: string; quoteId: Id<'quote'> }
  | {
      outcome: 'insufficient_capacity'
      /** `address`: a private one. */
      short:
        | 'vcpu'
        | 'memory'
        | 'disk'
        | 'volume'
        | 'rule'
        | 'label'
        | 'headroom'
        | 'address'
        | 'public_address'
        | 'zone'
      zoneId: Id<'zone'>
      /** Zones with capacity for all of it now, the largest first, with the quantity available. */
      elsewhere: { zoneId: Id<'zone'>; count: number }[]
    }
  /** For a guest, without figures: they would reveal the spending of other projects. */
  | {
      outcome: 'over_spending_cap'
      figures: { capCents: string; committedCents: string; orderCents: string } | null
    }
  | {
      outcome: 'quota_exceeded'
      resource: QuotaResource
      limit: number
      used: number
      asked: number
    }

export type OrderRefusal = Exclude<PlaceOrderOutcome, { outcome: 'accepted' | 'held' | 'quoted' }>

/** Thrown inside the transaction, so that it is rolled back with the refusal. */
export class OrderRefused extends Error {
  readonly refusal: OrderRefusal
  constructor(refusal: OrderRefusal) {
    super(refusal.outcome)
    this.name = 'OrderRefused'
    this.refusal = refusal
  }
}

/** The refusal in an error, with the figures for the page; null for any other error. */
export function refusalOf(error: unknown): OrderRefusal | null {
  if (error instanceof OrderRefused) return error.refusal
  if (!(error instanceof DomainError) || error.code !== 'spending_cap_exceeded') return null
  const { capCents, committedCents, orderCents } = error.params
  const figures = capCents && committedCents && orderCents ? { capCents, committedCents, orderCents } : null
  return { outcome: 'over_spending_cap', figures }
}
