import { withShared } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { callSetPoolCapacity } from '../queries/zone-place'
import { type SetPoolCapacityInput, setPoolCapacityInput } from './schema'

/** Sets the pool's space; returns false, without a change, when its volumes hold more. */
export async function setPoolCapacity(ctx: OpContext, raw: SetPoolCapacityInput): Promise<boolean> {
  authorizeInventoryChange(ctx)
  const { poolId: id, ...capacity } = setPoolCapacityInput.parse(raw)
  const poolId = id
  return withShared(ctx, async (tx) => {
    if (!(await callSetPoolCapacity(tx, poolId, capacity))) return false
    await recordAudit(tx, ctx, 'pool.capacity_changed', {
      organisationId: null,
      kind: 'pool',
      id: poolId,
      details: capacity,
    })
    return true
  })
}
