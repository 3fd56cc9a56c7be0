import { type Tx, withStaff, withSystem } from '~/db/client'
import { authorizeStaff, authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'

/** The member of staff who may settle, or null for a system process (worker, command line). */
export function authorizeSettling(ctx: OpContext): Id<'staff'> | null {
  if (ctx.actor.kind !== 'system') return authorizeStaff(ctx, 'billing:settle')
  authorizeSystem(ctx)
  return null
}

/** A transaction over all customers' books, with the caller's role. */
export function inBooks<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  return ctx.actor.kind === 'system' ? withSystem(ctx, run) : withStaff(ctx, run)
}
