import { DomainError } from '~/lib/kernel/errors'

/** The grace period is half-open: at `purgeAfter` itself it is over. @throws DomainError `state_forbids` */
export function refuseAfterGrace(purgeAfter: Date | null, now: Date): void {
  if (purgeAfter && now < purgeAfter) return
  throw new DomainError('state_forbids', { params: { reason: 'grace_over' } })
}
