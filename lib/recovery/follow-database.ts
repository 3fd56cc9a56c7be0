import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { newId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { followDatabaseIn, type PromotionOutcome } from './queries/follow-database'
import { recordRecovery } from './record-recovery'

/** A write that the database acknowledged, and when this process sent it, by the monotonic clock. */
type Mark = { identity: string; markedAt: string; sentMs: number }

/** After a longer silence a worker does not know what the former primary did last. */
const witnessMs = 120_000

/**
 * Returns a function that leaves a mark in the database of a worker, and compares the last acknowledged one with a
 * server that was promoted meanwhile. With the mark, on a cluster declared synchronous, work goes on; without it, or when
 * nothing is declared, the database stays held. A worker that has just started remembers no mark and lets nothing go on:
 * that is what a restored copy elsewhere looks like.
 *
 * `alongside` runs in the transaction of the mark, which is committed also when `alongside` fails; the error is thrown then.
 */
export function databaseFollower(
  workerId: string,
  nowMs: () => number = () => performance.now(),
): (ctx: OpContext, alongside?: (tx: Tx) => Promise<void>) => Promise<PromotionOutcome> {
  let last: Mark | null = null
  return async (ctx, alongside) => {
    let failure: { error: unknown } | null = null
    const sentMs = nowMs()
    const known = last !== null && sentMs - last.sentMs <= witnessMs ? last : null
    const found = await withSystem(ctx, async (tx) => {
      const id = newId('recovery', ctx.now.getTime())
      const found = await followDatabaseIn(tx, { id, workerId, known, at: ctx.now })
      const event = auditEvents[found.outcome]
      if (event)
        await recordAudit(tx, ctx, event, {
          organisationId: null,
          kind: 'recovery',
          id,
          details: {
            reason: found.outcome === 'writes_lost' ? 'writes_lost' : 'new_timeline',
            expected: known?.identity ?? '',
            found: found.identity,
          },
        })
      if (alongside)
        await tx.transaction(alongside).catch((error: unknown) => {
          failure = { error }
        })
      return found
    })
    const { outcome, identity, markedAt } = found
    // Only a committed mark counts; a database that is no promotion of ours does not erase what is known.
    if (outcome !== 'other_database') last = markedAt === null ? null : { identity, markedAt, sentMs }
    const details = { known: known?.identity, found: identity }
    if (outcome === 'continued') log.warn(details, 'a standby was promoted without loss: work goes on')
    else if (outcome === 'writes_lost') log.error(details, 'this server lacks writes that were acknowledged')
    else if (outcome !== 'unchanged')
      log.error({ ...details, outcome }, 'work does not go on by itself after this promotion')
    if (markedAt === null) await recordRecovery(ctx)
    if (failure) throw (failure as { error: unknown }).error
    return outcome
  }
}

const auditEvents = { continued: 'recovery.continued', writes_lost: 'recovery.began' } as {
  readonly [outcome in PromotionOutcome]?: 'recovery.continued' | 'recovery.began'
}
