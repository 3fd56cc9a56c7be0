/**
 * One answer per member and idempotency key for 24 hours, however many requests come at once and to however many processes;
 * only the request that takes the key is counted against the rate limit. The key is leased to that request, for three
 * seconds at a time: of a process that died it is free within them, while one that works on renews it.
 *
 * Three short transactions rather than one: the limit is counted on a connection of its own, which must never be waited
 * for inside a transaction, and an uncounted request must never place the order. A lease that is lost although its holder
 * lives costs a second count and no second order: the answer is written under the lock of the key.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type Tx, withOrganisation } from '~/db/client'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { waitForAnswer } from '../place/wait-for-answer'
import * as keys from './queries/idempotency'

export const leaseSeconds = 3
const renewMilliseconds = 1_000
const keepSeconds = 24 * 3600

export type KeyedRequest = { key: string; hash: string }

/** This request alone may go on, of all that come since. */
export type Held = { state: 'held'; fence: number }
/** `answered`: the stored answer. */
export type Hold<A> = { state: 'answered'; answer: A } | Held

/**
 * The stored answer of the member's key, or what `work` answers; a refusal gives the key back. `work` ends with
 * `answerOnce` in the transaction that does it.
 *
 * @throws DomainError `idempotency_key_reused` (same key, other content), `conflict` (the first request is still
 *   being carried out after 45 seconds), and those of `work`
 */
export async function oncePerKey<A>(
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
 * Take the key, or wait for the answer of its holder: in the database while the work is being committed, by looking again
 * before. A holder that died is replaced by the request that waits.
 *
 * @throws DomainError `idempotency_key_reused`, `conflict`
 */
export async function takeKey<A>(ctx: OpContext, request: KeyedRequest): Promise<Hold<A>> {
  const hold = await waitForAnswer(async (elapsedMs): Promise<Hold<A> | null> => {
    const found = await takeOrFind(ctx, request, addSeconds(ctx.now, elapsedMs / 1_000))
    if (typeof found === 'number') return { state: 'held', fence: found }
    if (found === null) return null
    if (found.requestHash !== request.hash) throw reused()
    return found.response ? { state: 'answered', answer: found.response as A } : null
  })
  if (hold) return hold
  throw new DomainError('conflict', {
    field: 'idempotencyKey',
    internal: 'the first request is not answered yet',
  })
}

/** The fence when the key is ours now. Taking it waits for the transaction that is answering under it. */
async function takeOrFind(ctx: OpContext, request: KeyedRequest, now: Date) {
  const of = keyOf(ctx, request)
  return withOrganisation(ctx, async (tx) => {
    const row = { ...of, requestHash: request.hash, createdAt: now, expiresAt: addSeconds(now, keepSeconds) }
    return (await keys.reserveKey(tx, row, leaseSeconds)) ?? keys.findKey(tx, of)
  })
}

/**
 * Inside the transaction that does the work: lock the key, do it, keep its answer. When the lease was lost meanwhile and
 * somebody else answered, that answer is given and nothing is done.
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

/** Nothing was done under the key: the next request with it starts anew. While the database is away, its lease runs out. */
export async function releaseKey(ctx: OpContext, request: KeyedRequest, { fence }: Held): Promise<void> {
  const of = keyOf(ctx, request)
  await withOrganisation(ctx, (tx) => keys.releaseKey(tx, of, fence)).catch((error: unknown) => {
    if (!(error instanceof DomainError && error.code === 'unavailable')) throw error
  })
}

/** Renew the lease until the returned function is called. */
function keepRenewing(ctx: OpContext, request: KeyedRequest, { fence }: Held): () => void {
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

function keyOf(ctx: OpContext, { key }: KeyedRequest): keys.KeyOf {
  invariant(ctx.membership && ctx.actor.kind === 'account', 'keys belong to a member of an organisation')
  return { organisationId: ctx.membership.organisationId, accountId: ctx.actor.accountId, key }
}

const reused = () => new DomainError('idempotency_key_reused', { field: 'idempotencyKey' })
