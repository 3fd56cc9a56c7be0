import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'

/** Allows staff with the right to change the inventory, and the product itself (seed, command line). */
export function authorizeInventoryChange(ctx: OpContext): void {
  if (ctx.actor.kind !== 'system') authorizeStaff(ctx, 'inventory:change')
}
