/** Takes a snapshot of a volume; afterwards it stands, is claimed and billed, or nothing is left of it. */
import { recordAudit } from '~/lib/audit'
import { DriverError } from '~/lib/hypervisors'
import { invariant } from '~/lib/kernel/errors'
import { endAllocation, postAllocation } from '~/lib/placement'
import type { SagaDefinition } from '~/lib/sagas'
import { openUsage } from '~/lib/usage'
import { readVolumeFacts } from '../sagas/facts'
import { observedAt, removeOurs, snapshotOf } from '../sagas/outside'
import { recordScheduleFailure, recordScheduleSuccess } from '../schedules/schedule-outcome'
import { changeSnapshotState } from './change-copy-state'

export const takeSnapshotSaga: SagaDefinition<'take_snapshot'> = {
  kind: 'take_snapshot',
  steps: [
    {
      type: 'effect',
      name: 'take_snapshot',
      async run(step) {
        const { resourceId, input } = step.saga
        await step.driver.takeSnapshot(input.volumeId, resourceId, step.call())
        const seen = await step.driver.observeSnapshot(input.volumeId, resourceId, step.call())
        if (!seen.exists) throw new DriverError('not_found', { params: { resource: resourceId } })
        return { observedAt: seen.observedAt.toISOString(), takenAt: seen.takenAt.toISOString() }
      },
      undo: (step) =>
        removeOurs(() =>
          step.driver.deleteSnapshot(step.saga.input.volumeId, step.saga.resourceId, step.call()),
        ),
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const at = observedAt(results, 'take_snapshot')
        const takenAt = results.take_snapshot?.takenAt
        invariant(typeof takenAt === 'string', 'a snapshot was taken at an instant')
        const snapshot = await changeSnapshotState(tx, ctx, snapshotOf(saga), {
          from: ['creating'],
          to: 'available',
          effectiveAt: at,
          set: { takenAt: new Date(takenAt) },
        })
        await postAllocation(tx, snapshot.id, ctx.now)
        if (snapshot.scheduledFor)
          await recordScheduleSuccess(tx, { volumeId: snapshot.volumeId, kind: 'snapshot' })
        await openUsage(tx, { resource: snapshot, meters: ['snapshot'], at, recordedAt: ctx.now })
        await recordAudit(tx, ctx, 'snapshot.taken', {
          organisationId: snapshot.organisationId,
          kind: 'snapshot',
          id: snapshot.id,
          details: { name: snapshot.name },
        })
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga, failure }) {
    const snapshot = await changeSnapshotState(tx, ctx, snapshotOf(saga), {
      from: ['creating'],
      to: 'failed',
      effectiveAt: ctx.now,
      set: { failureCode: failure.code, failureText: failure.text },
    })
    await endAllocation(tx, snapshot.id, 'voided', ctx.now)
    if (snapshot.scheduledFor) {
      const { volume } = await readVolumeFacts(tx, snapshot.volumeId)
      await recordScheduleFailure(tx, ctx, 'snapshot', volume, { code: failure.code, params: {} })
    }
    await recordAudit(tx, ctx, 'snapshot.failed', {
      organisationId: snapshot.organisationId,
      kind: 'snapshot',
      id: snapshot.id,
      details: { name: snapshot.name, code: failure.code },
    })
  },
}
