import type { Tx } from '~/db/client'
import { isSagaKind } from '~/lib/sagas/client'
import type { SagaWithSteps } from '~/lib/sagas/rows'
import { listNewestSagas } from '../queries/newest-sagas'
import { sagaVocabulary } from './index'
import type { SagaView } from './views'

const knownSteps = new Set(sagaVocabulary)

/**
 * A saga and its steps for customers, field by field: without the hypervisor's own messages. Kinds and
 * steps of other versions are `unknown`, for which there is a text.
 */
export function toSagaView({ saga, steps }: SagaWithSteps): SagaView {
  const nameOf = (step: string) => (knownSteps.has(`${saga.kind}.${step}`) ? step : 'unknown')
  const { step: failedStep } = saga.failureParams ?? {}
  return {
    id: saga.id,
    kind: isSagaKind(saga.kind) ? saga.kind : 'unknown',
    resourceKind: saga.resourceKind,
    resourceId: saga.resourceId,
    state: saga.state,
    createdAt: saga.createdAt.toISOString(),
    finishedAt: saga.finishedAt?.toISOString() ?? null,
    failureCode: saga.failureCode,
    failureParams: failedStep ? { ...saga.failureParams, step: nameOf(failedStep) } : saga.failureParams,
    steps: steps.map((step) => ({
      position: step.position,
      name: nameOf(step.name),
      state: step.state,
      attempt: step.attempt,
      undoAttempt: step.undoAttempt,
      startedAt: step.startedAt?.toISOString() ?? null,
      finishedAt: step.finishedAt?.toISOString() ?? null,
      errorCode: step.errorCode,
      errorParams: step.errorParams,
    })),
  }
}

/** The newest saga of a resource that this transaction may see; null without one. */
export async function findLatestSaga(tx: Tx, resourceId: string): Promise<SagaView | null> {
  const [found] = await listNewestSagas(tx, [resourceId])
  return found ? toSagaView(found) : null
}

/** The newest saga of each of these resources, in no particular order; a resource without one is left out. */
export async function listSagasOfResources(tx: Tx, resourceIds: readonly string[]): Promise<SagaView[]> {
  return (await listNewestSagas(tx, resourceIds)).map(toSagaView)
}
