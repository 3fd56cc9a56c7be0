import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import type { OpContext } from '~/lib/kernel/op-context'
import type { requestChange } from '~/lib/ordering'
import { instant, named } from '../fields'
import { operationAnswer, readOperation } from './begun'

export const zoneRef = z.object({ id: idField('zone'), code: z.string(), name: z.string() })
export const projectRef = named(idField('project'))

/** What an installation reports of a resource that does not answer. */
export const health = z
  .object({ by: z.enum(['host', 'probes']), since: instant })
  .nullable()
  .describe('Null while it answers; otherwise since when it does not, and whose measurement this is.')

/** A change that may cost more: made, or waiting for the approval of its order. */
export const changeAnswer = z
  .object({
    outcome: z.enum(['done', 'held']),
    operation: operationAnswer
      .nullable()
      .describe('Null when nothing changes on a hypervisor, or while held.'),
    orderId: idField('order').nullable().describe('The order that waits for a decision; null when done.'),
    madeId: z.string().nullable().describe('Id of the copy that is being made.'),
  })
  .meta({ id: 'Change', description: 'A change that may cost more.' })

export async function shapeChange(
  ctx: OpContext,
  outcome: Awaited<ReturnType<typeof requestChange>>,
): Promise<z.input<typeof changeAnswer>> {
  if (outcome.outcome === 'held')
    return { outcome: 'held', operation: null, orderId: outcome.orderId, madeId: null }
  const { sagaId, madeId } = outcome
  return {
    outcome: 'done',
    operation: sagaId && (await readOperation(ctx, sagaId)),
    orderId: null,
    madeId: madeId ?? null,
  }
}

/** The one changed field of a PATCH: several would be several transactions. */
export const oneField = (body: Record<string, unknown>) =>
  Object.values(body).filter((value) => value !== undefined).length === 1
