import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { QuotaResource } from '~/lib/kernel/quota-resources'

/** What may come of an order that was rightly asked. Only `accepted` and `held` change anything. */
export type PlaceOrderOutcome =
  | { outcome: 'accepted'; orderId: Id<'order'>; number: string }
  /** It waits for a decision, its capacity held; its page says for whose and until when. */
  | { outcome: 'held'; orderId: Id<'order'>; number: string }
  /** It waits to be signed, its capacity held until the quote expires. */
  | { outcome: 'quoted'; orderId: Id<'order'>; number: string; quoteId: Id<'quote'> }
  | {
      outcome: 'insufficient_capacity'
      short: 'vcpu' | 'memory' | 'disk' | 'volume' | 'rule' | 'label' | 'headroom' | 'address' | 'zone'
      zoneId: Id<'zone'>
      /** Zones that could take all of it now, the roomiest first, with how many there are. */
      elsewhere: { zoneId: Id<'zone'>; count: number }[]
    }
  /** To a guest without figures: they tell what the other projects spend. */
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

/** Thrown inside the transaction so that everything done before the refusal is undone with it. */
export class OrderRefused extends Error {
  readonly refusal: OrderRefusal
  constructor(refusal: OrderRefusal) {
    super(refusal.outcome)
    this.name = 'OrderRefused'
    this.refusal = refusal
  }
}

/** The refusal that an error stands for, with the figures that a page shows; null for any other error. */
export function refusalOf(error: unknown): OrderRefusal | null {
  if (error instanceof OrderRefused) return error.refusal
  if (!(error instanceof DomainError) || error.code !== 'spending_cap_exceeded') return null
  const { capCents, committedCents, orderCents } = error.params
  const figures = capCents && committedCents && orderCents ? { capCents, committedCents, orderCents } : null
  return { outcome: 'over_spending_cap', figures }
}
