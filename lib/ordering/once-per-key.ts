/**
 * Transaction pieces around one idempotency key. Guarantees: one answer per key and organisation for 24
 * hours, however many ask at once and from however many processes; only the request that takes the key
 * is counted against the rate limit. A holder that dies frees the key after 30 seconds, one that only lost the
 * database as soon as it is back.
 *
 * Three short transactions rather than one: the limit is counted on a connection of its own, which must
 * never be waited for inside a transaction, and an uncounted request must never place the order.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type Tx, withOrganisation } from '~/db/client'
import * as keys from '~/db/queries/ordering/idempotency'
import { addSeconds } from '~/lib/kernel/clock'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { waitForAnswer } from './wait-for-answer'

const holdSeconds = 30
const keepSeconds = 24 * 3600
const retryMilliseconds = 200

export type KeyedRequest = { key: string; hash: string }

/** This request alone may go on, of all that come since. */
export type Held = { state: 'held'; since: Date }
/** `answered`: the stored answer. */
export type Hold<A> = { state: 'answered'; answer: A } | Held

/**
 * Take the key, or wait for the answer of who holds it: in the database while the work is being committed, by
 * looking again before. A holder that died is replaced by who waits.
 *
 * @throws DomainError `idempotency_key_reused` (same key, other content), `conflict` (the first request is still
 *   being carried out after 45 seconds)
 */
export async function takeKey<A>(ctx: OpContext, request: KeyedRequest): Promise<Hold<A>> {
  const hold = await waitForAnswer(async (elapsedMs): Promise<Hold<A> | null> => {
    const now = addSeconds(ctx.now, elapsedMs / 1_000)
    const found = await takeOrFind(ctx, request, now)
    if (!found) return { state: 'held', since: now }
    if (found.requestHash !== request.hash) throw reused()
    return found.response ? { state: 'answered', answer: found.response as A } : null
  })
  if (hold) return hold
  throw new DomainError('conflict', {
    field: 'idempotencyKey',
    internal: 'the first request is not answered yet',
  })
}

/** Null when the key is ours now. Taking it waits for the transaction that is answering under it. */
async function takeOrFind(ctx: OpContext, request: KeyedRequest, now: Date) {
  return withOrganisation(ctx, async (tx, organisationId) => {
    const row = {
      organisationId,
      key: request.key,
      requestHash: request.hash,
      createdAt: now,
      expiresAt: addSeconds(now, holdSeconds),
    }
    return (await keys.reserveKey(tx, row)) ? null : keys.findKey(tx, organisationId, request.key)
  })
}

/**
 * Inside the transaction that does the work: lock the key, do it, keep its answer. When the hold ran out
 * meanwhile and somebody else answered, that answer is given and nothing is done.
 */
export async function answerOnce<A extends Record<string, unknown>>(
  tx: Tx,
  ctx: OpContext,
  request: KeyedRequest,
  work: () => Promise<A>,
): Promise<A> {
  const organisationId = ctx.membership?.organisationId
  invariant(organisationId, 'keys belong to an organisation')
  const row = await keys.findKeyForUpdate(tx, organisationId, request.key)
  if (row?.requestHash !== request.hash) throw reused()
  if (row.response) return row.response as A
  const answer = await work()
  await keys.storeAnswer(tx, organisationId, request.key, answer, addSeconds(ctx.now, keepSeconds))
  return answer
}

/**
 * Nothing was done under the key: the next request with it starts anew. While the database is away, it does so once it
 * is back: whoever was told to send the order again does not wait for the end of a hold that nobody has.
 */
export async function releaseKey(ctx: OpContext, request: KeyedRequest, hold: Held): Promise<void> {
  await release(ctx, request, hold).catch((error: unknown) => {
    if (!isAway(error)) throw error
    void releaseOnceBack(ctx, request, hold)
  })
}

async function releaseOnceBack(ctx: OpContext, request: KeyedRequest, hold: Held): Promise<void> {
  const until = performance.now() + holdSeconds * 1_000
  while (performance.now() < until) {
    await pause(retryMilliseconds)
    try {
      return await release(ctx, request, hold)
    } catch (error) {
      if (isAway(error)) continue
      log.warn({ err: error }, 'a key could not be released')
      return
    }
  }
}

const release = (ctx: OpContext, request: KeyedRequest, { since }: Held) =>
  withOrganisation(ctx, (tx, organisationId) => keys.releaseKey(tx, organisationId, request.key, since))

const isAway = (error: unknown) => error instanceof DomainError && error.code === 'unavailable'
const reused = () => new DomainError('idempotency_key_reused', { field: 'idempotencyKey' })
