/** Takes a snapshot of a server's root disk; afterwards it stands and is billed, or nothing is left of it. */
import { recordAudit } from '~/lib/audit'
import { DriverError } from '~/lib/hypervisors'
import { invariant } from '~/lib/kernel/errors'
import type { SagaDefinition } from '~/lib/sagas'
import { openUsage } from '~/lib/usage'
import { observedAt, removeOurs, snapshotOf } from '../../sagas/outside'
import { freeSnapshotRoom } from '../copy-room'
import { changeInstanceSnapshotState, readInstanceSnapshot } from './change-instance-snapshot-state'

export const takeInstanceSnapshotSaga: SagaDefinition<'take_instance_snapshot'> = {
  kind: 'take_instance_snapshot',
  steps: [
    {
      type: 'effect',
      name: 'take_snapshot',
      async run(step) {
        const { resourceId, input } = step.saga
        await step.driver.takeInstanceSnapshot(input.instanceId, resourceId, step.call())
        const seen = await step.driver.observeInstanceSnapshot(input.instanceId, resourceId, step.call())
        if (!seen.exists) throw new DriverError('not_found', { params: { resource: resourceId } })
        return { observedAt: seen.observedAt.toISOString(), takenAt: seen.takenAt.toISOString() }
      },
      undo: (step) =>
        removeOurs(() =>
          step.driver.deleteInstanceSnapshot(step.saga.input.instanceId, step.saga.resourceId, step.call()),
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
        const snapshot = await changeInstanceSnapshotState(tx, ctx, snapshotOf(saga), {
          from: ['creating'],
          to: 'available',
          effectiveAt: at,
          set: { takenAt: new Date(takenAt) },
        })
        await openUsage(tx, { resource: snapshot, meters: ['disk_snapshot'], at, recordedAt: ctx.now })
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
    await freeSnapshotRoom(tx, await readInstanceSnapshot(tx, snapshotOf(saga)))
    const snapshot = await changeInstanceSnapshotState(tx, ctx, snapshotOf(saga), {
      from: ['creating'],
      to: 'failed',
      effectiveAt: ctx.now,
      set: { failureCode: failure.code, failureText: failure.text },
    })
    await recordAudit(tx, ctx, 'snapshot.failed', {
      organisationId: snapshot.organisationId,
      kind: 'snapshot',
      id: snapshot.id,
      details: { name: snapshot.name, code: failure.code },
    })
  },
}
