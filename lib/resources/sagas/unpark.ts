import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { enqueue } from '~/lib/jobs'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { requireOutsideWorld } from '~/lib/recovery'
import { findSagaRow, listSteps, type StepRow } from '~/lib/sagas/rows'
import { resetStepAttempts, unparkSaga } from '../queries/operate-sagas'

export type Intervention = { sagaId: Id<'saga'>; reason: string }

/**
 * Restarts a parked saga in the direction that `decide` derives from its steps; the actor and reason are in
 * the journal. The caller has authorised.
 */
export async function unpark(
  ctx: OpContext,
  input: Intervention,
  decide: (kind: string, steps: StepRow[]) => 'running' | 'undoing',
): Promise<void> {
  await withStaff(ctx, async (tx) => {
    await requireOutsideWorld(tx)
    const { saga, steps } = await read(tx, input.sagaId)
    if (saga.state !== 'parked') throw new DomainError('state_forbids', { params: { state: saga.state } })
    const state = decide(saga.kind, steps)
    await resetStepAttempts(tx, saga.id)
    const isOurs = await unparkSaga(tx, saga.id, { state, runAfter: ctx.now })
    if (!isOurs) throw new DomainError('state_forbids')
    await recordAudit(tx, ctx, 'saga.resumed', {
      organisationId: saga.organisationId,
      kind: 'saga',
      id: saga.id,
      details: { saga: saga.kind, resource: saga.resourceId, direction: state, reason: input.reason },
    })
    await enqueue(tx, 'run_saga', { sagaId: saga.id }, `saga:${saga.id}`)
  })
}

async function read(tx: Tx, sagaId: Id<'saga'>) {
  const saga = await findSagaRow(tx, sagaId)
  if (!saga) throw new DomainError('not_found')
  return { saga, steps: await listSteps(tx, sagaId) }
}
