import type { Tx } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { endDebits, matchDebits } from './match-debits'
import { listWaitingOfDebits, lockMovement, type MovementRow } from './queries/movements'
import { settleMovement } from './settle-movement'

/**
 * In `tx`, which has locked the movement and settling: settles the movement when it is the result or return of our own
 * debits.
 */
export async function settleDebits(tx: Tx, ctx: OpContext, movement: MovementRow): Promise<boolean> {
  const ours = await matchDebits(tx, movement)
  if (!ours) return false
  await settleMovement(tx, ctx, movement, ours.parts, { rule: ours.rule, staffId: null })
  await endDebits(tx, ctx, ours, movement.returnReason)
  return true
}

/**
 * In `tx`, which has locked settling: settles waiting credits of these debit groups. The bank had credited them less a
 * rejected debit, which only this report names.
 */
export async function settleWaitingDebits(
  tx: Tx,
  ctx: OpContext,
  groups: readonly (string | null)[],
): Promise<void> {
  const names = [...new Set(groups.filter((group): group is string => group !== null))]
  for (const id of await listWaitingOfDebits(tx, names)) {
    const movement = await lockMovement(tx, id)
    if (movement?.state === 'to_confirm') await settleDebits(tx, ctx, movement)
  }
}
