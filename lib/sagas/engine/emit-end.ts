import type { Tx } from '~/db/client'
import { emitEvent } from '~/lib/events'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Drive } from './drive'

/** In `tx`: programs that follow the organisation's events learn that the operation has ended, and why it was undone. */
export async function emitEnd(
  tx: Tx,
  ctx: OpContext,
  { id, kind, organisationId, resourceId }: Drive['saga'],
  code: string | null,
): Promise<void> {
  await emitEvent(tx, ctx, {
    organisationId,
    event: code === null ? 'operation.succeeded' : 'operation.undone',
    data: { operationId: id, kind, resourceId, code },
  })
}
