import { DomainError, unreachable } from '~/lib/kernel/errors'
import type { PlaceOrderOutcome } from './outcome'

type Accepted = Extract<PlaceOrderOutcome, { outcome: 'accepted' }>

/**
 * The accepted order; throws a refusal as an error, for callers without a page to show it.
 *
 * @throws DomainError `insufficient_capacity`, `quota_exceeded`, `spending_cap_exceeded`
 */
export function requireAccepted(outcome: PlaceOrderOutcome): Pick<Accepted, 'orderId' | 'number'> {
  switch (outcome.outcome) {
    case 'accepted':
    case 'held':
    case 'quoted':
      return { orderId: outcome.orderId, number: outcome.number }
    case 'insufficient_capacity':
      throw new DomainError('insufficient_capacity', {
        params: {
          short: outcome.short,
          reason: outcome.short === 'public_address' ? 'no_public_address' : 'zone_full',
        },
      })
    case 'quota_exceeded': {
      const { resource, limit, used } = outcome
      const hasText = resource === 'public_addresses' || resource === 'load_balancers'
      const reason = hasText ? { reason: resource } : {}
      const params = { ...reason, resource, limit: `${limit}`, used: `${used}` }
      throw new DomainError('quota_exceeded', { params })
    }
    case 'over_spending_cap':
      throw new DomainError('spending_cap_exceeded', { params: outcome.figures ?? {} })
    default:
      return unreachable(outcome)
  }
}
