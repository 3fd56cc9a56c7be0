import type { Tx } from '~/db/client'
import type { ChangeRequest } from '~/db/schema/changes'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  type DoneChange,
  type Judge,
  requestResize,
  requestVolumeGrowth,
  type WaitingChange,
} from '~/lib/provisioning'

/** In `tx`: the change is checked and priced as things are now, judged if it costs more, and carried out unless it waits. */
export function carryOutChange(
  tx: Tx,
  ctx: OpContext,
  request: ChangeRequest,
  judge: Judge,
): Promise<DoneChange | WaitingChange> {
  switch (request.kind) {
    case 'resize_instance':
      return requestResize(tx, ctx, request, judge)
    case 'grow_volume':
      return requestVolumeGrowth(tx, ctx, request, judge)
  }
}
