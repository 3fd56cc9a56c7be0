import { DomainError } from '~/lib/kernel/errors'
import type { Decision } from '../servers/instance-can'

/**
 * Returns if the decision allows; else throws with the reason that the button shows.
 *
 * @throws DomainError `protected`, `state_forbids`
 */
export function assertAllowed(decision: Decision<string>, facts: { state: string }): void {
  if (decision.allowed) return
  if (decision.reason === 'is_protected') throw new DomainError('protected')
  throw new DomainError('state_forbids', { params: { state: facts.state, reason: decision.reason } })
}
