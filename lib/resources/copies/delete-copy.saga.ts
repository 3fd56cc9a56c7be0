import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { EffectInput, SagaDefinition, SagaFacts } from '~/lib/sagas'
import type { SagaKind } from '~/lib/sagas/client'
import { closeUsage } from '~/lib/usage'
import { observedAt, removeOurs } from '../sagas/outside'

type Kept = { id: string; organisationId: Id<'organisation'>; name: string }

type Deletion<K extends SagaKind> = {
  kind: K
  /** Names the step and the subject of the journal's line. */
  subject: 'backup' | 'image' | 'snapshot'
  event: 'backup.deleted' | 'image.deleted' | 'snapshot.deleted'
  remove(step: EffectInput<K>): Promise<void>
  change(
    tx: Tx,
    ctx: OpContext,
    saga: SagaFacts<K>,
    to: { from: 'deleting'[]; to: 'deleted' | 'available'; effectiveAt: Date },
  ): Promise<Kept>
  /** Gives back the capacity it held, in the transaction in which it is gone. */
  free(tx: Tx, ctx: OpContext, saga: SagaFacts<K>): Promise<unknown>
}

/** Deletes what was kept of a disk: it is gone, no longer billed, and its capacity is free. */
export function deletionSaga<K extends SagaKind>(deletion: Deletion<K>): SagaDefinition<K> {
  const { kind, subject } = deletion
  const step = `delete_${subject}`
  return {
    kind,
    steps: [
      {
        type: 'effect',
        name: step,
        async run(input) {
          await removeOurs(() => deletion.remove(input))
          return { observedAt: input.now().toISOString() }
        },
        undo: 'forward_only',
      },
      {
        type: 'record',
        name: 'finish',
        whenRefused: 'park',
        undo: 'nothing',
        async record({ tx, ctx, saga, results }) {
          const effectiveAt = observedAt(results, step)
          await deletion.free(tx, ctx, saga)
          const kept = await deletion.change(tx, ctx, saga, {
            from: ['deleting'],
            to: 'deleted',
            effectiveAt,
          })
          await closeUsage(tx, kept.id, 'all', effectiveAt, ctx.now)
          await recordAudit(tx, ctx, deletion.event, {
            organisationId: kept.organisationId,
            kind: subject,
            id: kept.id,
            details: { name: kept.name },
          })
          return undefined
        },
      },
    ],
    async recordUndone({ tx, ctx, saga }) {
      await deletion.change(tx, ctx, saga, { from: ['deleting'], to: 'available', effectiveAt: ctx.now })
    },
  }
}
