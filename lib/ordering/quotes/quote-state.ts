import type { OrderState } from '~/db/schema/ordering/ordering'
import type { QuoteState } from './views'

type Facts = {
  orderState: OrderState | string
  isSigned: boolean
  hasLaterVersion: boolean
  isInReview?: boolean
}

const ends: readonly string[] = ['expired', 'withdrawn', 'refused']

/** The state of a quote, derived from its order. Pure. */
export function quoteState({ orderState, isSigned, hasLaterVersion, isInReview }: Facts): QuoteState {
  if (ends.includes(orderState))
    return hasLaterVersion ? 'superseded' : (orderState as 'expired' | 'withdrawn' | 'refused')
  if (orderState !== 'held') return 'ordered'
  if (isInReview) return 'review'
  return isSigned ? 'signed' : 'open'
}
