import { DriverError } from '~/lib/hypervisors'
import type { EffectInput, StepResult } from '~/lib/sagas'
import type { SagaKind } from '~/lib/sagas/client'
import { isHostForgotten } from './queries/lost-servers'

/**
 * Runs an undo that changes a server. A server that was lost with its host meanwhile has nothing left to undo; otherwise
 * its operation would wait for a person, and the server could not be marked as lost.
 */
export async function undoUnlessLost<K extends SagaKind>(
  step: EffectInput<K>,
  undo: () => Promise<StepResult | undefined> | Promise<void>,
): Promise<StepResult | undefined> {
  try {
    const facts = await undo()
    return typeof facts === 'object' ? facts : undefined
  } catch (error) {
    const isMissing = error instanceof DriverError && error.code === 'not_found'
    if (!isMissing || !(await step.read((tx) => isHostForgotten(tx, step.saga.resourceId)))) throw error
    return undefined
  }
}
