import { DomainError } from '~/lib/kernel/errors'
import type { Decision } from '../servers/instance-can'

/**
 * Passes when the decision allows; else refuses with the reason the button shows.
 *
 * @throws DomainError `protected`, `state_forbids`
 */
export function refuseUnless(decision: Decision<string>, facts: { state: string }): void {
  if (decision.allowed) return
  if (decision.reason === 'is_protected') throw new DomainError('protected')
  throw new DomainError('state_forbids', { params: { state: facts.state, reason: decision.reason } })
}
