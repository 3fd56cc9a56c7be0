/**
 * One answer per member and idempotency key for 24 hours, for any number of concurrent requests and processes.
 * Only the request that takes the key counts against the rate limit. The key is leased to that request for
 * three seconds at a time: a living request renews it, a dead one loses it within that time.
 *
 * Three short transactions rather than one: the rate limit uses a connection of its own, which must never be
 * waited for inside a transaction, and an uncounted request must never place the order. A lease lost by a
 * living holder costs a second count but no second order: the answer is written under the key's lock.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type Tx, withOrganisation } from '~/db/client'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import * as keys from './queries/keys'
import { waitForAnswer } from './wait-for-answer'

export const leaseSeconds = 3
const renewMilliseconds = 1_000
const keepSeconds = 24 * 3600

export type KeyedRequest = { key: string; hash: string }

/** Only this request may do the work. */
export type Held = { state: 'held'; fence: number }
/** `answered`: the stored answer. */
export type Hold<A> = { state: 'answered'; answer: A } | Held

/**
 * The stored answer of the member's key, or the result of `work`; a refusal releases the key. `work` ends with
 * `answerOnce` in its own transaction.
 *
 * @throws DomainError `idempotency_key_reused` (same key, other content), `conflict` (the first request is
 * still running after 45 seconds), and those of `work`
 */
export async function runOncePerKey<A>(
  ctx: OpContext,
  request: KeyedRequest,
  work: () => Promise<A>,
): Promise<A> {
  const hold = await takeKey<A>(ctx, request)
  if (hold.state === 'answered') return hold.answer
  const stopRenewing = keepRenewing(ctx, request, hold)
  try {
    return await work()
  } catch (error) {
    stopRenewing()
    await releaseKey(ctx, request, hold)
    throw error
  } finally {
    stopRenewing()
  }
}

/**
 * Takes the key, or waits for its holder's answer: on the row's lock while the work commits, by polling before
 * that. A waiting request replaces a dead holder.
 *
 * @throws DomainError `idempotency_key_reused`, `conflict`
 */
export async function takeKey<A>(ctx: OpContext, request: KeyedRequest): Promise<Hold<A>> {
  const hold = await waitForAnswer(async (elapsedMs): Promise<Hold<A> | null> => {
    const found = await takeOrFind(ctx, request, addSeconds(ctx.now, elapsedMs / 1_000))
    if (typeof found === 'number') return { state: 'held', fence: found }
    if (found === null) return null
    if (found.requestHash !== request.hash) throw reused()
    if (found.committedAt && !found.response && !found.isLeased) throw outcomeUnknown()
    return found.response ? { state: 'answered', answer: found.response as A } : null
  })
  if (hold) return hold
  throw new DomainError('conflict', {
    field: 'idempotencyKey',
    internal: 'the first request is not answered yet',
  })
}

/** The fence when this request took the key. Waits for a transaction that is answering under it. */
async function takeOrFind(ctx: OpContext, request: KeyedRequest, now: Date) {
  const of = keyOf(ctx, request)
  return withOrganisation(ctx, async (tx) => {
    const row = { ...of, requestHash: request.hash, createdAt: now, expiresAt: addSeconds(now, keepSeconds) }
    return (await keys.reserveKey(tx, row, leaseSeconds)) ?? keys.findKey(tx, of)
  })
}

/**
 * Inside the transaction of the work: locks the key, does the work, stores the answer. If the lease was lost
 * and another request has answered, returns that answer and does nothing.
 */
export async function answerOnce<A extends Record<string, unknown>>(
  tx: Tx,
  ctx: OpContext,
  request: KeyedRequest,
  work: () => Promise<A>,
): Promise<A> {
  const of = keyOf(ctx, request)
  const row = await keys.findKeyForUpdate(tx, of)
  if (row?.requestHash !== request.hash) throw reused()
  if (row.response) return row.response as A
  const answer = await work()
  await keys.storeAnswer(tx, of, answer, addSeconds(ctx.now, keepSeconds))
  return answer
}

/**
 * Releases the key without an answer: the next request with it starts over. If the database is away, the lease
 * expires.
 */
export async function releaseKey(ctx: OpContext, request: KeyedRequest, { fence }: Held): Promise<void> {
  const of = keyOf(ctx, request)
  await withOrganisation(ctx, (tx) => keys.releaseKey(tx, of, fence)).catch((error: unknown) => {
    if (!(error instanceof DomainError && error.code === 'unavailable')) throw error
  })
}

/** Stores what the request ended with, while this holder has the key. */
export async function storeOutcome(
  ctx: OpContext,
  request: KeyedRequest,
  { fence }: Held,
  outcome: Record<string, unknown>,
): Promise<void> {
  const until = addSeconds(ctx.now, keepSeconds)
  await withOrganisation(ctx, (tx) => keys.storeOutcome(tx, keyOf(ctx, request), fence, outcome, until))
}

/** Renews the lease until the returned function is called. */
export function keepRenewing(ctx: OpContext, request: KeyedRequest, { fence }: Held): () => void {
  const of = keyOf(ctx, request)
  const end = new AbortController()
  const renew = () => withOrganisation(ctx, (tx) => keys.renewKey(tx, of, fence, leaseSeconds))
  async function renewInTurn(): Promise<void> {
    for (;;) {
      await pause(renewMilliseconds, null, { signal: end.signal }).catch(() => undefined)
      if (end.signal.aborted) return
      await renew().catch((error: unknown) => log.debug({ err: error }, 'a key could not be renewed'))
    }
  }
  void renewInTurn()
  return () => end.abort()
}

export function keyOf(ctx: OpContext, { key }: KeyedRequest): keys.KeyOf {
  invariant(ctx.membership && ctx.actor.kind === 'account', 'keys belong to a member of an organisation')
  return { organisationId: ctx.membership.organisationId, accountId: ctx.actor.accountId, key }
}

const outcomeUnknown = () =>
  new DomainError('conflict', { field: 'idempotencyKey', params: { reason: 'outcome_unknown' } })

const reused = () => new DomainError('idempotency_key_reused', { field: 'idempotencyKey' })
