import type { Tx } from '~/db/client'
import type { ResourceKind } from '~/db/schema/resources/compute'
import { enqueueAll } from '~/lib/jobs'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readTraceparent, type TracePosition } from '~/lib/kernel/tracing/traceparent'
import { currentTraceparent, inSpan, isTracing } from '~/lib/kernel/tracing/tracer'
import { requireOutsideWorld } from '~/lib/recovery'
import type { SagaInputs } from '~/lib/sagas'
import { type SagaDefinition, stepsFor } from '~/lib/sagas'
import type { SagaKind } from '~/lib/sagas/client'
import { insertSagaSteps, insertSagas, listLastTraces } from '../queries/record-saga'
import { definitionOf } from './index'

const linksMax = 16

export type SagaRequest = {
  [K in SagaKind]: {
    kind: K
    organisationId: Id<'organisation'>
    resourceKind: ResourceKind
    resourceId: string
    input: SagaInputs[K]
  }
}[SagaKind]

/**
 * Records a saga with all its steps and wakes the worker; nothing happens on the hypervisor before `tx`
 * commits. The caller has authorised the action, locked the resource and moved it to its transient state.
 *
 * @throws DomainError `state_forbids` when the resource has a live saga, `recovery_in_progress`
 */
export async function recordSaga(tx: Tx, ctx: OpContext, request: SagaRequest): Promise<Id<'saga'>> {
  const [id] = await recordSagas(tx, ctx, [request])
  invariant(id, 'one saga was asked for')
  return id
}

/**
 * The same for several sagas, in the same statements. @throws DomainError `state_forbids`,
 * `recovery_in_progress`
 */
export async function recordSagas(
  tx: Tx,
  ctx: OpContext,
  requests: readonly SagaRequest[],
): Promise<Id<'saga'>[]> {
  if (requests.length === 0) return []
  await requireOutsideWorld(tx)
  const links = await earlierTraces(tx, requests)
  const attributes = { 'andromede.sagas': requests.length }
  return inSpan('record sagas', { attributes, links }, () => insert(tx, ctx, requests))
}

async function insert(tx: Tx, ctx: OpContext, requests: readonly SagaRequest[]): Promise<Id<'saga'>[]> {
  const traceparent = currentTraceparent() ?? null
  const recorded = requests.map((request) => ({ ...request, id: newId('saga', ctx.now.getTime()) }))
  const isNew = await insertSagas(
    tx,
    recorded.map((each) => ({
      ...each,
      state: 'running' as const,
      requestedBy: requester(ctx),
      runAfter: ctx.now,
      createdAt: ctx.now,
      traceparent,
    })),
  )
  const old = recorded.find((each) => !isNew.has(each.id))
  if (old)
    throw new DomainError('state_forbids', {
      params: { reason: 'is_changing' },
      internal: `${old.resourceId} has a live saga`,
    })
  await insertSagaSteps(
    tx,
    recorded.flatMap(({ id: sagaId, organisationId, kind, input }) =>
      stepsFor(definitionOf(kind) as SagaDefinition<SagaKind>, input).map((step, position) => ({
        sagaId,
        organisationId,
        position,
        name: step.name,
        state: 'pending' as const,
      })),
    ),
  )
  await enqueueAll(
    tx,
    'run_saga',
    recorded.map(({ id }) => ({ payload: { sagaId: id }, jobKey: `saga:${id}` })),
  )
  return recorded.map(({ id }) => id)
}

/** What began without a request, such as a removal when its time has come, links to the traces of its resources. */
async function earlierTraces(tx: Tx, requests: readonly SagaRequest[]): Promise<TracePosition[]> {
  if (!isTracing() || currentTraceparent()) return []
  const resourceIds = requests.slice(0, linksMax).map((each) => each.resourceId)
  return (await listLastTraces(tx, resourceIds)).flatMap((each) => readTraceparent(each) ?? [])
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
