import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { OpContext } from '~/lib/kernel/op-context'
import type { EffectStep, RecordInput, SagaDefinition } from '~/lib/sagas'
import { openUsage } from '~/lib/usage'
import { readVolumeFacts } from '../sagas/facts'
import { copyOf, observedAt } from '../sagas/outside'
import { recordScheduleFailure, recordScheduleSuccess } from '../schedules/schedule-outcome'
import { changeCopyState } from './change-copy-state'
import { type CopySaga, copyKinds } from './copy-kinds'
import { postCopyRoom, releaseCopyRoom } from './copy-room'
import type { CopyKind, CopyRow } from './queries/copies'

type Making<K extends CopyKind> = {
  saga: CopySaga<K, 'make'>
  /** The steps on the hypervisor, different for each kind. */
  effects: readonly EffectStep<CopySaga<K, 'make'>>[]
  /** The step that observed the copy: it is billed from that instant. */
  seenBy: string
  /** The instant of the copy's content. */
  takenAt(end: RecordInput<CopySaga<K, 'make'>>): Promise<Date>
}

/**
 * Makes a copy: afterwards it is available, its space is claimed and it is billed, or it has failed and
 * nothing is left behind.
 */
export function defineCopySaga<K extends CopyKind>(
  kind: K,
  { saga: sagaKind, effects, seenBy, takenAt }: Making<K>,
): SagaDefinition<CopySaga<K, 'make'>> {
  const { meter, events, resourceKind } = copyKinds[kind]
  const journal = (copy: CopyRow<CopyKind>, details: Record<string, string>) => ({
    organisationId: copy.organisationId,
    kind: resourceKind,
    id: copy.id,
    details: { name: copy.name, ...details },
  })
  return {
    kind: sagaKind,
    steps: [
      ...effects,
      {
        type: 'record',
        name: 'finish',
        whenRefused: 'park',
        undo: 'nothing',
        async record(end) {
          const { tx, ctx, saga, results } = end
          const at = observedAt(results, seenBy)
          const copy: CopyRow<CopyKind> = await changeCopyState(tx, ctx, kind, copyOf<K>(saga), {
            from: ['creating'],
            to: 'available',
            effectiveAt: at,
            set: { takenAt: await takenAt(end) },
          })
          await postCopyRoom(tx, ctx, kind, copy.id)
          await recordScheduled(tx, ctx, kind, copy, null)
          await openUsage(tx, { resource: copy, meters: [meter], at, recordedAt: ctx.now })
          await recordAudit(tx, ctx, events.made, journal(copy, {}))
          return undefined
        },
      },
    ],
    async recordUndone({ tx, ctx, saga, failure }) {
      await releaseCopyRoom(tx, ctx, kind, copyOf<K>(saga), 'voided')
      const copy: CopyRow<CopyKind> = await changeCopyState(tx, ctx, kind, copyOf<K>(saga), {
        from: ['creating'],
        to: 'failed',
        effectiveAt: ctx.now,
        set: { failureCode: failure.code, failureText: failure.text },
      })
      await recordScheduled(tx, ctx, kind, copy, failure.code)
      await recordAudit(tx, ctx, events.failed, journal(copy, { code: failure.code }))
    },
  }
}

/** Records the result on the schedule that took the copy, if any. */
async function recordScheduled(
  tx: Tx,
  ctx: OpContext,
  kind: CopyKind,
  copy: CopyRow<CopyKind>,
  failureCode: string | null,
): Promise<void> {
  const { schedule } = copyKinds[kind]
  if (schedule === null || !('scheduledFor' in copy) || copy.scheduledFor === null) return
  const { volumeId } = copy
  if (failureCode === null) {
    await recordScheduleSuccess(tx, { volumeId, kind: schedule })
    return
  }
  const { volume } = await readVolumeFacts(tx, volumeId)
  await recordScheduleFailure(tx, ctx, schedule, volume, { code: failureCode, params: {} })
}
