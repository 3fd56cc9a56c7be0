import type { Tx } from '~/db/client'
import type { InstanceState, ResourceKind, VolumeState } from '~/db/schema/resources/compute'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  type InstanceRow,
  lockInstanceRow,
  lockVolumeRow,
  type NewInstanceRow,
  type NewVolumeRow,
  updateInstance,
  updateVolume,
  type VolumeRow,
} from '../queries/resources'
import { withNameCheck } from './record-new-resource'
import { recordTransition } from './record-transition'

export type Change<State, Row> = {
  from: readonly State[]
  to: State
  /** When it became true on the hypervisor; stored to the second. */
  effectiveAt: Date
  set?: Partial<Omit<Row, 'id' | 'organisationId' | 'state'>>
}

type Row<State> = { organisationId: Id<'organisation'>; name: string; state: State }

/** Locks the rows of one kind of resource, and changes them while they are still in `from`. */
type Store<I extends string, State, R, New> = {
  kind: ResourceKind
  lock(tx: Tx, id: I): Promise<R | null>
  update(tx: Tx, id: I, from: State, set: Partial<New>): Promise<R | null>
}

/**
 * Moves the resource to state `to` and records the transition, in this transaction; its row stays locked.
 *
 * @throws DomainError `not_found`, `state_forbids` when it was in none of `from`, `name_taken`
 */
export async function changeState<
  I extends string,
  State extends string,
  R extends Row<State>,
  New extends { state: State },
>(tx: Tx, ctx: OpContext, store: Store<I, State, R, New>, id: I, change: Change<State, New>): Promise<R> {
  const row = await store.lock(tx, id)
  if (!row) throw new DomainError('not_found')
  if (!change.from.includes(row.state))
    throw new DomainError('state_forbids', { params: { state: row.state } })
  const set = { ...change.set, state: change.to } as Partial<New>
  const updated = await withNameCheck(row.name, () => store.update(tx, id, row.state, set))
  invariant(updated, 'a locked row kept its state')
  await recordTransition(tx, ctx, {
    organisationId: row.organisationId,
    resourceKind: store.kind,
    resourceId: id,
    fromState: row.state,
    toState: change.to,
    effectiveAt: change.effectiveAt,
  })
  return updated
}

const servers = { kind: 'instance', lock: lockInstanceRow, update: updateInstance } as const
const volumes = { kind: 'volume', lock: lockVolumeRow, update: updateVolume } as const

/** `changeState` for a server. */
export function changeInstanceState(
  tx: Tx,
  ctx: OpContext,
  id: Id<'instance'>,
  change: Change<InstanceState, NewInstanceRow>,
): Promise<InstanceRow> {
  return changeState(tx, ctx, servers, id, change)
}

/**
 * `changeState` for a volume; `set.attachedInstanceId` is allowed only with `attaching`, `attached`,
 * `detaching` and `growing`.
 */
export function changeVolumeState(
  tx: Tx,
  ctx: OpContext,
  id: Id<'volume'>,
  change: Change<VolumeState, NewVolumeRow>,
): Promise<VolumeRow> {
  return changeState(tx, ctx, volumes, id, change)
}
