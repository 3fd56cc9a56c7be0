import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { enqueue } from '~/lib/jobs'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { knownUntilAt } from '~/lib/recovery'
import { loseResource, type NotifiedLoss, notifyLostRows } from '~/lib/resources'
import type { LossRefusal } from '../client'
import { isSeenLately } from '../seen-lately'
import * as rows from './queries/row-losses'

/** In one transaction, so that the customer gets one mail for all of them. */
const atOnce = 500
/** Zones are compared once a minute: an object was there a minute before the first comparison that missed it. */
const comparisonSeconds = 60

/**
 * Ends the rows of an organisation that two people agreed are lost, each unless its object was found again or an operation works
 * on it, and notifies the organisation once. Repeating is harmless.
 */
export async function carryOutLosses(ctx: OpContext, organisationId: Id<'organisation'>): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, async (tx) => {
    const due = await rows.lockWaitingLosses(tx, organisationId, atOnce)
    const lost: NotifiedLoss[] = []
    for (const loss of byDependence(due)) {
      const outcome = await carryOut(tx, ctx, loss)
      if (typeof outcome !== 'string') lost.push(outcome)
      await rows.endLoss(tx, loss.id, {
        state: typeof outcome === 'string' ? 'refused' : 'done',
        lostAt: typeof outcome === 'string' ? null : outcome.lostAt,
        refusal: typeof outcome === 'string' ? outcome : null,
        endedAt: ctx.now,
      })
      await record(tx, ctx, loss, outcome)
    }
    await notifyLostRows(tx, ctx, organisationId, lost)
    if (due.length === atOnce)
      await enqueue(
        tx,
        'end_lost_rows',
        { organisationId },
        `lost-rows:${organisationId}:${ctx.now.getTime()}`,
      )
  })
}

/** Volumes first: a lost server frees those that exist. */
function byDependence(losses: readonly rows.RowLossRow[]): rows.RowLossRow[] {
  const isServer = ({ kind }: rows.RowLossRow) => kind === 'instance'
  return [...losses.filter((loss) => !isServer(loss)), ...losses.filter(isServer)]
}

async function carryOut(tx: Tx, ctx: OpContext, loss: rows.RowLossRow): Promise<NotifiedLoss | LossRefusal> {
  const drift = await rows.findDrift(tx, loss.driftId)
  if (drift?.state !== 'open') return 'found'
  if (!isSeenLately(drift, ctx.now)) return 'not_seen_lately'
  const missedAt = addSeconds(drift.firstSeenAt, -comparisonSeconds)
  const knownUntil = await knownUntilAt(tx, drift)
  const goneAt = knownUntil && knownUntil < missedAt ? knownUntil : missedAt
  const outcome = await loseResource(tx, ctx, { kind: loss.kind, id: loss.subject }, goneAt)
  if (typeof outcome === 'string') return outcome
  return { ...outcome, kind: loss.kind, isAfterRestore: knownUntil !== null }
}

async function record(
  tx: Tx,
  ctx: OpContext,
  { id, organisationId, kind, subject }: rows.RowLossRow,
  outcome: NotifiedLoss | LossRefusal,
): Promise<void> {
  if (typeof outcome === 'string')
    return recordAudit(tx, ctx, 'recovery.loss_refused', {
      organisationId: null,
      kind: 'recovery',
      id,
      details: { subjectId: subject, reason: outcome },
    })
  await recordAudit(tx, ctx, 'resource.lost', {
    organisationId,
    kind,
    id: subject,
    details: { name: outcome.name, lostAt: outcome.lostAt.toISOString(), lossId: id },
  })
}
