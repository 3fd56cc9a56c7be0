import type { Tx } from '~/db/client'
import type { BalancerState } from '~/db/schema/resources/balancers'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Change, changeState } from '../common/change-state'
import { withNameCheck } from '../common/record-new-resource'
import { recordFirstTransitions } from '../common/record-transition'
import {
  type BalancerRow,
  insertBalancers,
  lockBalancerRow,
  type NewBalancerRow,
  updateBalancer,
} from './queries/balancers'

export type NewBalancer = Omit<NewBalancerRow, 'state' | 'createdAt'>

/** Inserts the balancers in state `creating`, with their first transitions. @throws DomainError `name_taken` */
export async function recordNewBalancers(
  tx: Tx,
  ctx: OpContext,
  rows: readonly NewBalancer[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  await withNameCheck(first.name, () =>
    insertBalancers(
      tx,
      rows.map((row) => ({ ...row, state: 'creating' as const, createdAt: ctx.now })),
    ),
  )
  await recordFirstTransitions(tx, ctx, rows, 'balancer')
}

const store = { kind: 'balancer', lock: lockBalancerRow, update: updateBalancer } as const

/** `changeState` for a balancer. */
export function changeBalancerState(
  tx: Tx,
  ctx: OpContext,
  id: Id<'balancer'>,
  change: Change<BalancerState, NewBalancerRow>,
): Promise<BalancerRow> {
  return changeState(tx, ctx, store, id, change)
}
