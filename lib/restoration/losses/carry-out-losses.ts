import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { knownUntilAt } from '~/lib/recovery'
import {
  type LostResource,
  lockLosable,
  loseResource,
  type NotifiedLoss,
  notifyLostRows,
} from '~/lib/resources'
import type { LossRefusal } from '../client'
import { isSeenLately } from '../seen-lately'
import * as rows from './queries/row-losses'

/** In one transaction: its locks keep other operations of the organisation waiting. */
const atOnce = 25
/** Zones are compared once a minute: an object was there a minute before the first comparison that missed it. */
const comparisonSeconds = 60

/**
 * Ends the rows of an organisation that two people agreed are lost, each unless its object was found again or an operation works
 * on it, a few in each transaction; then notifies the organisation once. Repeating is harmless.
 */
export async function carryOutLosses(ctx: OpContext, organisationId: Id<'organisation'>): Promise<void> {
  authorizeSystem(ctx)
  let isOver = false
  while (!isOver)
    isOver = await retryConflicts(() => withSystem(ctx, (tx) => carryOutSome(tx, ctx, organisationId)))
}

/** Returns true when none waited any more. */
async function carryOutSome(tx: Tx, ctx: OpContext, organisationId: Id<'organisation'>): Promise<boolean> {
  const due = await rows.lockWaitingLosses(tx, organisationId, atOnce)
  await lockLosable(
    tx,
    due.map(({ kind, subject }) => ({ kind, id: subject })),
  )
  for (const loss of byDependence(due)) {
    const outcome = await carryOut(tx, ctx, loss)
    const isLost = typeof outcome !== 'string'
    await rows.endLoss(tx, loss.id, {
      state: isLost ? 'done' : 'refused',
      lostAt: isLost ? outcome.lostAt : null,
      refusal: isLost ? null : outcome,
      endedAt: ctx.now,
    })
    await record(tx, ctx, loss, outcome)
  }
  if (due.length === atOnce) return false
  await notify(tx, ctx, organisationId)
  return true
}

async function notify(tx: Tx, ctx: OpContext, organisationId: Id<'organisation'>): Promise<void> {
  const losses = await rows.lockUnnotified(tx, organisationId)
  const resources = await rows.listResources(
    tx,
    losses.map(({ subject }) => subject),
  )
  const lost: NotifiedLoss[] = []
  for (const { subject, kind, driftId, lostAt } of losses) {
    const resource = resources.get(subject)
    const drift = await rows.findDrift(tx, driftId)
    if (!resource || !drift || !lostAt) continue
    lost.push({ ...resource, kind, lostAt, isAfterRestore: (await knownUntilAt(tx, drift)) !== null })
  }
  await notifyLostRows(tx, ctx, organisationId, lost)
  await rows.markNotified(
    tx,
    losses.map(({ id }) => id),
    ctx.now,
  )
}

/** Volumes first: a lost server frees those that exist. */
function byDependence(losses: readonly rows.RowLossRow[]): rows.RowLossRow[] {
  const isServer = ({ kind }: rows.RowLossRow) => kind === 'instance'
  return [...losses.filter((loss) => !isServer(loss)), ...losses.filter(isServer)]
}

async function carryOut(tx: Tx, ctx: OpContext, loss: rows.RowLossRow): Promise<LostResource | LossRefusal> {
  const drift = await rows.findDrift(tx, loss.driftId)
  if (drift?.state !== 'open') return 'found'
  if (!isSeenLately(drift, ctx.now)) return 'not_seen_lately'
  const missedAt = addSeconds(drift.firstSeenAt, -comparisonSeconds)
  const knownUntil = await knownUntilAt(tx, drift)
  const goneAt = knownUntil && knownUntil < missedAt ? knownUntil : missedAt
  return loseResource(tx, ctx, { kind: loss.kind, id: loss.subject }, goneAt)
}

async function record(
  tx: Tx,
  ctx: OpContext,
  { id, organisationId, kind, subject }: rows.RowLossRow,
  outcome: LostResource | LossRefusal,
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
