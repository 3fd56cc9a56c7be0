import type { EffectStep, SagaFacts } from '~/lib/sagas'
import { removeOwnObject, takenAtOf } from '../sagas/outside'
import { defineCopySaga } from './make-copy.saga'
import type { SnapshotKind } from './queries/copies'
import { requireSnapshot, snapshotCalls } from './snapshot-calls'

type Taking = 'take_snapshot' | 'take_instance_snapshot'

function takingStep<S extends Taking>(
  kind: SnapshotKind,
  sourceOf: (saga: SagaFacts<S>) => string,
): EffectStep<S> {
  return {
    type: 'effect',
    name: 'take_snapshot',
    async run({ saga, driver, call }) {
      const source = sourceOf(saga)
      await snapshotCalls[kind].take(driver, source, saga.resourceId, call())
      const seen = await requireSnapshot(kind, driver, source, saga.resourceId, call())
      return { observedAt: seen.observedAt.toISOString(), takenAt: seen.takenAt.toISOString() }
    },
    undo: ({ saga, driver, call }) =>
      removeOwnObject(() => snapshotCalls[kind].remove(driver, sourceOf(saga), saga.resourceId, call())),
  }
}

const seenBy = 'take_snapshot'

/** Of a volume. */
export const takeSnapshotSaga = defineCopySaga('volume_snapshot', {
  saga: 'take_snapshot',
  effects: [takingStep('volume_snapshot', ({ input }) => input.volumeId)],
  seenBy,
  takenAt: async ({ results }) => takenAtOf(results, seenBy),
})

/** Of a server's root disk. */
export const takeInstanceSnapshotSaga = defineCopySaga('server_snapshot', {
  saga: 'take_instance_snapshot',
  effects: [takingStep('server_snapshot', ({ input }) => input.instanceId)],
  seenBy,
  takenAt: async ({ results }) => takenAtOf(results, seenBy),
})
