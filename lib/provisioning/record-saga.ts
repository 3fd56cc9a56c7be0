import type { Tx } from '~/db/client'
import { insertSaga, insertSagaSteps } from '~/db/queries/provisioning/record-saga'
import { enqueue } from '~/lib/jobs'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type SagaDefinition, stepsFor } from './engine/definition'
import type { SagaInputs, SagaKind } from './saga-kinds'
import { definitionOf } from './sagas/index'

export type SagaRequest = {
  [K in SagaKind]: {
    kind: K
    organisationId: Id<'organisation'>
    resourceKind: 'instance' | 'volume' | 'snapshot'
    resourceId: string
    input: SagaInputs[K]
  }
}[SagaKind]

/**
 * Record a saga with all its steps and nudge the worker; nothing happens outside before `tx` commits.
 * The caller has authorised the act, locked the resource and moved it to its transient state.
 *
 * @throws DomainError `state_forbids` when the resource has a live saga
 */
export async function recordSaga(tx: Tx, ctx: OpContext, request: SagaRequest): Promise<Id<'saga'>> {
  const id = newId('saga', ctx.now.getTime())
  const { kind, organisationId, resourceKind, resourceId, input } = request
  const isNew = await insertSaga(tx, {
    id,
    organisationId,
    kind,
    resourceKind,
    resourceId,
    state: 'running',
    input,
    requestedBy: requester(ctx),
    runAfter: ctx.now,
    createdAt: ctx.now,
  })
  if (!isNew) throw new DomainError('state_forbids', { internal: `${resourceId} has a live saga` })
  const steps = stepsFor(definitionOf(kind) as SagaDefinition<SagaKind>, input)
  await insertSagaSteps(
    tx,
    steps.map((step, position) => ({
      sagaId: id,
      organisationId,
      position,
      name: step.name,
      state: 'pending' as const,
    })),
  )
  await enqueue(tx, 'run_saga', { sagaId: id }, `saga:${id}`)
  return id
}

function requester(ctx: OpContext): string {
  switch (ctx.actor.kind) {
    case 'account':
      return ctx.actor.accountId
    case 'staff':
      return ctx.actor.staffId
    case 'system':
      return ctx.actor.name
    case 'anonymous':
      throw new DomainError('unauthenticated')
  }
}
