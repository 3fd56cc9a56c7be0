import { readVariable } from '~/lib/kernel/configuration/read'
import 'server-only'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { raisedPoints } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { callerKeyOf } from '~/lib/kernel/net/caller-network'
import { waitParams } from '~/lib/kernel/net/wait-params'
import type { OpContext } from '~/lib/kernel/op-context'

/**
 * Ten requests a second per session are several open tabs during an order; more is a program. Counted per process,
 * without the database, whose time is what this protects.
 */
const limiter = new RateLimiterMemory({
  points: raisedPoints(600, readVariable('RATE_LIMIT_FACTOR')),
  duration: 60,
})

/** Count one request of a session, or of an address without one. @throws DomainError `rate_limited` */
export async function limitRoute({ actor, ip }: OpContext): Promise<void> {
  try {
    await limiter.consume('sessionHash' in actor ? actor.sessionHash : callerKeyOf(ip))
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new DomainError('rate_limited', {
      params: waitParams(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))),
      internal: 'requests of a session',
    })
  }
}
