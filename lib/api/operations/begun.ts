import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { getOperation } from '~/lib/resources'
import { at } from '../define-operation'
import { instant } from '../fields'

/** A saga as programs follow it. */
export const operationAnswer = z
  .object({
    id: idField('saga'),
    kind: z.string(),
    state: z
      .enum(['running', 'undoing', 'succeeded', 'undone', 'parked'])
      .describe('`parked` waits for the operator after errors; `succeeded` and `undone` are final.'),
    progress: z.number().min(0).max(1).describe('Share of the steps that are done.'),
    resource: z.object({ kind: z.string(), id: z.string() }),
    createdAt: instant,
    finishedAt: instant.nullable(),
    error: z.object({ code: z.string(), params: z.record(z.string(), z.string()) }).nullable(),
  })
  .meta({ id: 'Operation', description: 'Work that goes on after the answer.' })

export async function readOperation(
  ctx: OpContext,
  operationId: Id<'saga'>,
): Promise<z.input<typeof operationAnswer>> {
  const saga = await getOperation(ctx, { operationId })
  const done = saga.steps.filter(({ state }) => state === 'done').length
  return {
    id: saga.id,
    kind: saga.kind,
    state: saga.state,
    progress: saga.state === 'succeeded' ? 1 : saga.steps.length === 0 ? 0 : done / saga.steps.length,
    resource: { kind: saga.resourceKind, id: saga.resourceId },
    createdAt: saga.createdAt,
    finishedAt: saga.finishedAt,
    error: saga.failureCode ? { code: saga.failureCode, params: saga.failureParams ?? {} } : null,
  }
}

const isMoving = ({ state }: { state: string }) => state === 'running' || state === 'undoing'
const lookEveryMs = 300

/** The operation at its end, or as it is after this many seconds, or when the caller has left. */
export async function followOperation(
  ctx: OpContext,
  operationId: Id<'saga'>,
  seconds: number,
  signal: AbortSignal,
): Promise<z.input<typeof operationAnswer>> {
  const until = performance.now() + seconds * 1_000
  for (;;) {
    const seen = await readOperation({ ...ctx, now: systemNow() }, operationId)
    if (!isMoving(seen) || performance.now() >= until || signal.aborted) return seen
    await pause(lookEveryMs)
  }
}

/** The answer to what has begun: its operation, and where to follow it. */
export async function begun(ctx: OpContext, { sagaId }: { sagaId: Id<'saga'> }) {
  return at(`/v1/operations/${sagaId}`, await readOperation(ctx, sagaId))
}
