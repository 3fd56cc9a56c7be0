import { authorize } from '~/lib/identity'
import { DomainError, type DomainErrorCode } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { startInstance } from './start-instance'
import { stopInstance } from './stop-instance'

export type BulkOutcome = { instanceId: Id<'instance'>; refusal: DomainErrorCode | null }

const verbs = { start: startInstance, stop: stopInstance }

/**
 * Starts or stops several servers, each in its own transaction: a refusal does not affect the others, and its
 * reason is in the answer.
 */
export async function operateInstances(
  ctx: OpContext,
  input: { verb: 'start' | 'stop'; instanceIds: Id<'instance'>[] },
): Promise<BulkOutcome[]> {
  authorize(ctx, 'instance:operate')
  const outcomes: BulkOutcome[] = []
  for (const instanceId of new Set(input.instanceIds)) {
    outcomes.push({ instanceId, refusal: await refusalOf(() => verbs[input.verb](ctx, { instanceId })) })
  }
  return outcomes
}

async function refusalOf(run: () => Promise<unknown>): Promise<DomainErrorCode | null> {
  try {
    await run()
    return null
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}
