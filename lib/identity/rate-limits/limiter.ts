import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { isDatabaseLost } from '~/db/connections/lost-database'
import { readVariable } from '~/lib/kernel/configuration/read'
import { DomainError } from '~/lib/kernel/errors'
import { waitParams } from '~/lib/kernel/net/wait-params'
import type { Surface } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { rateLimitClient } from './queries/rate-limits'
import { type LimitName, type LimitRule, limitRules, pauseSeconds, raisedPoints } from './rules'

export type LimitOutcome = { isAllowed: true } | { isAllowed: false; retryAfterSeconds: number }

const limiters = new Map<string, RateLimiterPostgres>()
const strikesSuffix = '_strikes'
const aDay = 24 * 3600

function limiter(surface: Surface, prefix: string, points: number, seconds: number): RateLimiterPostgres {
  const name = `${surface}:${prefix}:${points}`
  const existing = limiters.get(name)
  if (existing) return existing
  const created = new RateLimiterPostgres({
    storeClient: rateLimitClient(surface),
    storeType: 'client',
    tableName: 'rate_limits',
    tableCreated: true,
    // The worker deletes expired rows; a timer in each web process would repeat that work.
    clearExpiredByTimeout: false,
    keyPrefix: prefix,
    points,
    duration: seconds,
  })
  limiters.set(name, created)
  return created
}

function of(surface: Surface, name: LimitName): RateLimiterPostgres {
  const { points, seconds } = limitRules[name]
  return limiter(surface, name, raisedPoints(points, readVariable('RATE_LIMIT_FACTOR')), seconds)
}

/** Keys contain addresses of people and machines, so only their digest is stored. */
const digest = (surface: Surface, key: string) => hashSecret(`${surface}:${key}`).slice(0, 40)

/**
 * Counts one event of `key`, or as many as it weighs, against a limit shared by all processes. Never call it inside a
 * transaction.
 *
 * @throws DomainError `unavailable` when the database is away; `rate_limited` when the counters are otherwise
 * unreadable, because refusing is safer than not limiting
 */
export async function countEvent(
  surface: Surface,
  name: LimitName,
  key: string,
  weight = 1,
): Promise<LimitOutcome> {
  const rule: LimitRule = limitRules[name]
  const counted = of(surface, name)
  try {
    await counted.consume(digest(surface, key), weight)
    return { isAllowed: true }
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw unreachableLimiter(refusal)
    // Of concurrent callers, exactly one sees the count pass the limit: that one sets the pause.
    if (rule.growingPause && refusal.consumedPoints === counted.points + 1) {
      return { isAllowed: false, retryAfterSeconds: await pause(surface, name, key, rule.growingPause) }
    }
    return { isAllowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) }
  }
}

async function pause(
  surface: Surface,
  name: LimitName,
  key: string,
  growing: NonNullable<LimitRule['growingPause']>,
): Promise<number> {
  try {
    const strikes = limiter(surface, `${name}${strikesSuffix}`, 1_000_000, aDay)
    const { consumedPoints } = await strikes.consume(digest(surface, key))
    const seconds = pauseSeconds(growing, consumedPoints)
    await of(surface, name).block(digest(surface, key), seconds)
    return seconds
  } catch (error) {
    throw unreachableLimiter(error)
  }
}

/** Deletes the count of `key`, including pauses, after it has proven itself. */
export async function forgetEvents(surface: Surface, name: LimitName, key: string): Promise<void> {
  try {
    await of(surface, name).delete(digest(surface, key))
    await limiter(surface, `${name}${strikesSuffix}`, 1_000_000, aDay).delete(digest(surface, key))
  } catch (error) {
    throw unreachableLimiter(error)
  }
}

/** Subtracts one event of `key` that turned out not to count; a pause stays. */
export async function uncountEvent(surface: Surface, name: LimitName, key: string): Promise<void> {
  try {
    await of(surface, name).reward(digest(surface, key))
  } catch (error) {
    throw unreachableLimiter(error)
  }
}

function unreachableLimiter(cause: unknown): DomainError {
  // Without the database, the client should not wait half a minute: the next attempt may succeed.
  if (isDatabaseLost(cause)) return new DomainError('unavailable', { cause })
  return new DomainError('rate_limited', {
    params: waitParams(30),
    internal: 'rate limits cannot be read',
    cause,
  })
}
