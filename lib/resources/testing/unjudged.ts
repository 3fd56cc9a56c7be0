import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type BackupPlace, type MakeBackupInput, requestVolumeBackup } from '../copies/request-backup'
import { type MakeImageInput, requestImage } from '../copies/request-image'
import { requestInstanceSnapshot } from '../copies/request-instance-snapshot'
import { requestVolumeSnapshot } from '../copies/request-volume-snapshot'
import { type DoneChange, type Judge, judgeLimits, type WaitingChange } from '../limits/judge-change'
import { judgeRetryLimits } from '../limits/judge-retry'
import type { ScheduleRule } from '../schedules/schedule-rule'
import {
  requestBackupSchedule,
  requestSnapshotSchedule,
  requireScheduleProof,
} from '../schedules/set-schedule'
import { requestResize } from '../servers/resize-instance'
import { requestInstanceRestoration } from '../servers/restore-instance'
import { requestInstanceRetry } from '../servers/retry-provisioning'
import { requestVolumeGrowth } from '../volumes/grow-volume'
import { requestVolumeRetry } from '../volumes/retry-volume'

/** A customer's change as this domain makes it, without the rules for orders of the layer above. */
async function withoutJudge<D extends DoneChange>(
  ctx: OpContext,
  request: (tx: Tx, judge: Judge) => Promise<D | WaitingChange>,
): Promise<D> {
  authorize(ctx, 'instance:operate')
  const outcome = await withOrganisation(ctx, (tx) => request(tx, judgeLimits))
  invariant(outcome.outcome === 'done', 'limits refuse or let pass')
  return outcome
}

type OfInstance = { instanceId: Id<'instance'> }
type OfVolume = { volumeId: Id<'volume'> }

export async function resizeInstance(ctx: OpContext, input: OfInstance & { bundleId: Id<'bundle'> }) {
  return sagaOf(await withoutJudge(ctx, (tx, judge) => requestResize(tx, ctx, input, judge)))
}
export async function growVolume(ctx: OpContext, input: OfVolume & { bundleId: Id<'bundle'> }) {
  return sagaOf(await withoutJudge(ctx, (tx, judge) => requestVolumeGrowth(tx, ctx, input, judge)))
}
export async function restoreInstance(ctx: OpContext, input: OfInstance) {
  return sagaOf(await withoutJudge(ctx, (tx, judge) => requestInstanceRestoration(tx, ctx, input, judge)))
}
export async function retryProvisioning(ctx: OpContext, input: OfInstance) {
  authorize(ctx, 'order:place')
  return withOrganisation(ctx, (tx) => requestInstanceRetry(tx, ctx, input, judgeRetryLimits))
}
export async function retryVolume(ctx: OpContext, input: OfVolume) {
  authorize(ctx, 'order:place')
  return withOrganisation(ctx, (tx) => requestVolumeRetry(tx, ctx, input, judgeRetryLimits))
}
export async function takeSnapshot(ctx: OpContext, input: OfVolume & { name: string }) {
  const made = await withoutJudge(ctx, (tx, judge) => requestVolumeSnapshot(tx, ctx, input, judge))
  return { sagaId: made.sagaId, snapshotId: made.madeId }
}
export async function takeInstanceSnapshot(ctx: OpContext, input: OfInstance & { name: string }) {
  const made = await withoutJudge(ctx, (tx, judge) => requestInstanceSnapshot(tx, ctx, input, judge))
  return { sagaId: made.sagaId, snapshotId: made.madeId }
}
export async function makeImage(ctx: OpContext, input: MakeImageInput) {
  const made = await withoutJudge(ctx, (tx, judge) => requestImage(tx, ctx, input, judge))
  return { sagaId: made.sagaId, imageId: made.madeId }
}
export async function makeBackup(ctx: OpContext, input: MakeBackupInput) {
  const made = await withoutJudge(ctx, (tx, judge) => requestVolumeBackup(tx, ctx, input, judge))
  return { sagaId: made.sagaId, backupId: made.madeId }
}
type Scheduled = OfVolume & { rule: ScheduleRule; keep: number }
export async function setSnapshotSchedule(ctx: OpContext, input: Scheduled): Promise<void> {
  authorize(ctx, 'instance:operate')
  await requireScheduleProof(ctx, { volumeId: input.volumeId, kind: 'snapshot' }, input.keep)
  await withoutJudge(ctx, (tx, judge) => requestSnapshotSchedule(tx, ctx, input, judge))
}
export async function setBackupSchedule(ctx: OpContext, input: Scheduled & BackupPlace): Promise<void> {
  authorize(ctx, 'instance:operate')
  await requireScheduleProof(ctx, { volumeId: input.volumeId, kind: 'backup' }, input.keep)
  await withoutJudge(ctx, (tx, judge) => requestBackupSchedule(tx, ctx, input, judge))
}

const sagaOf = ({ sagaId }: { sagaId: Id<'saga'> }) => ({ sagaId })
