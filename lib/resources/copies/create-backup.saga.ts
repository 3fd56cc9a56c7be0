/**
 * Makes a backup of a volume away from it; afterwards it stands, is claimed and billed, or nothing is left of it on
 * either side. Without a snapshot of the customer's, one of the saga's own holds still what is carried. Between zones
 * the worker carries it, from one hypervisor to the other.
 */
import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { VolumeSpec } from '~/lib/hypervisors'
import { DriverError } from '~/lib/hypervisors'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { endAllocation, postAllocation } from '~/lib/placement'
import type { EffectInput, SagaDefinition, StepResults } from '~/lib/sagas'
import { openUsage } from '~/lib/usage'
import { findBackupFacts } from '../queries/facts'
import { readVolumeFacts } from '../sagas/facts'
import { backupOf, observedAt, observeVolume, removeOurs } from '../sagas/outside'
import { recordScheduleFailure, recordScheduleSuccess } from '../schedules/schedule-outcome'
import { changeBackupState } from './backups/change-backup-state'
import { readSnapshot } from './change-copy-state'

type Kind = 'create_backup'
type Step = EffectInput<Kind>

/** One volume from end to end. A call that takes longer is begun anew. */
const carryingMs = 2 * 3_600_000

const sourceOf = ({ saga }: Step) => ({
  volumeId: saga.input.volumeId,
  snapshotId: saga.input.snapshotId ?? saga.id,
})

async function readSpec(tx: Tx, id: Id<'backup'>): Promise<VolumeSpec> {
  const facts = await findBackupFacts(tx, id)
  invariant(facts, `backup ${id} has a row, a zone and a pool`)
  const { organisationId, name, sizeGib } = facts.backup
  return { resourceId: id, organisationId, name, sizeGib, zoneCode: facts.zoneCode, poolName: facts.poolName }
}

async function carry(step: Step): Promise<void> {
  const spec = await step.read((tx) => readSpec(tx, backupOf(step.saga)))
  if (!step.saga.input.isElsewhere) return step.driver.copyVolume(spec, sourceOf(step), step.call())
  const source = await step.driverOf(step.saga.input.volumeId)
  const open = () => source.exportSnapshot(spec, sourceOf(step), step.call(carryingMs))
  await step.driver.importVolume(spec, open, step.call(carryingMs))
}

/** Where the volume is, nothing of the saga's is left: neither the export nor a snapshot of its own. */
async function tidy(step: Step): Promise<undefined> {
  const { volumeId, snapshotId, isElsewhere } = step.saga.input
  const source = await step.driverOf(volumeId)
  if (isElsewhere) await removeOurs(() => source.endExport(step.saga.resourceId, step.call()))
  if (snapshotId === null) await removeOurs(() => source.deleteSnapshot(volumeId, step.saga.id, step.call()))
  return undefined
}

async function readMoment(tx: Tx, snapshotId: Id<'snapshot'> | null, results: StepResults): Promise<Date> {
  const kept = snapshotId && (await readSnapshot(tx, snapshotId)).takenAt
  const takenAt = kept ? kept.toISOString() : results.keep_state?.takenAt
  invariant(typeof takenAt === 'string', 'what is backed up was taken at an instant')
  return new Date(takenAt)
}

export const createBackupSaga: SagaDefinition<Kind> = {
  kind: 'create_backup',
  steps: [
    {
      type: 'effect',
      name: 'keep_state',
      applies: (input) => input.snapshotId === null,
      async run(step) {
        const { volumeId } = step.saga.input
        const source = await step.driverOf(volumeId)
        await source.takeSnapshot(volumeId, step.saga.id, step.call())
        const seen = await source.observeSnapshot(volumeId, step.saga.id, step.call())
        if (!seen.exists) throw new DriverError('not_found', { params: { resource: step.saga.id } })
        return { takenAt: seen.takenAt.toISOString() }
      },
      undo: tidy,
    },
    {
      type: 'effect',
      name: 'carry_backup',
      async run(step) {
        await carry(step)
        return observeVolume(step, backupOf(step.saga))
      },
      async undo(step) {
        await removeOurs(() => step.driver.deleteVolume(step.saga.resourceId, step.call()))
        return tidy(step)
      },
    },
    { type: 'effect', name: 'drop_state', run: tidy, undo: 'nothing' },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const at = observedAt(results, 'carry_backup')
        const backup = await changeBackupState(tx, ctx, backupOf(saga), {
          from: ['creating'],
          to: 'available',
          effectiveAt: at,
          set: { takenAt: await readMoment(tx, saga.input.snapshotId, results) },
        })
        await postAllocation(tx, backup.id, ctx.now)
        if (backup.scheduledFor)
          await recordScheduleSuccess(tx, { volumeId: backup.volumeId, kind: 'backup' })
        await openUsage(tx, { resource: backup, meters: ['snapshot'], at, recordedAt: ctx.now })
        await recordAudit(tx, ctx, 'backup.made', {
          organisationId: backup.organisationId,
          kind: 'backup',
          id: backup.id,
          details: { name: backup.name },
        })
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga, failure }) {
    const backup = await changeBackupState(tx, ctx, backupOf(saga), {
      from: ['creating'],
      to: 'failed',
      effectiveAt: ctx.now,
      set: { failureCode: failure.code, failureText: failure.text },
    })
    await endAllocation(tx, backup.id, 'voided', ctx.now)
    if (backup.scheduledFor) {
      const { volume } = await readVolumeFacts(tx, backup.volumeId)
      await recordScheduleFailure(tx, ctx, 'backup', volume, { code: failure.code, params: {} })
    }
    await recordAudit(tx, ctx, 'backup.failed', {
      organisationId: backup.organisationId,
      kind: 'backup',
      id: backup.id,
      details: { name: backup.name, code: failure.code },
    })
  },
}
