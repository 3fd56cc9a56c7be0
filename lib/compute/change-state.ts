import type { Tx } from '~/db/client'
import {
  type InstanceRow,
  lockInstanceRow,
  lockVolumeRow,
  type NewInstanceRow,
  type NewVolumeRow,
  updateInstance,
  updateVolume,
  type VolumeRow,
} from '~/db/queries/compute/resources'
import type { InstanceState, VolumeState } from '~/db/schema/compute'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { withNameCheck } from './record-new-resource'
import { recordTransition } from './record-transition'

export type Change<State, Row> = {
  from: readonly State[]
  to: State
  /** When it became true for the hypervisor; kept to the second. */
  effectiveAt: Date
  set?: Partial<Omit<Row, 'id' | 'organisationId' | 'state'>>
}

/**
 * The server is in state `to` and the transition is written, in this transaction; its row stays locked.
 *
 * @throws DomainError `not_found`, `state_forbids` when it was in none of `from`, `name_taken`
 */
export async function changeInstanceState(
  tx: Tx,
  ctx: OpContext,
  instanceId: Id<'instance'>,
  change: Change<InstanceState, NewInstanceRow>,
): Promise<InstanceRow> {
  const row = await lockInstanceRow(tx, instanceId)
  if (!row) throw new DomainError('not_found')
  refuseOtherStates(row.state, change.from)
  const updated = await withNameCheck(row.name, () =>
    updateInstance(tx, instanceId, row.state, { ...change.set, state: change.to }),
  )
  invariant(updated, 'a locked row kept its state')
  await recordTransition(tx, ctx, {
    organisationId: row.organisationId,
    resourceKind: 'instance',
    resourceId: instanceId,
    fromState: row.state,
    toState: change.to,
    effectiveAt: change.effectiveAt,
  })
  return updated
}

/** The same for a volume; `set.attachedInstanceId` goes with `attaching`, `attached` and `detaching` alone. */
export async function changeVolumeState(
  tx: Tx,
  ctx: OpContext,
  volumeId: Id<'volume'>,
  change: Change<VolumeState, NewVolumeRow>,
): Promise<VolumeRow> {
  const row = await lockVolumeRow(tx, volumeId)
  if (!row) throw new DomainError('not_found')
  refuseOtherStates(row.state, change.from)
  const updated = await withNameCheck(row.name, () =>
    updateVolume(tx, volumeId, row.state, { ...change.set, state: change.to }),
  )
  invariant(updated, 'a locked row kept its state')
  await recordTransition(tx, ctx, {
    organisationId: row.organisationId,
    resourceKind: 'volume',
    resourceId: volumeId,
    fromState: row.state,
    toState: change.to,
    effectiveAt: change.effectiveAt,
  })
  return updated
}

function refuseOtherStates(state: string, from: readonly string[]): void {
  if (!from.includes(state)) throw new DomainError('state_forbids', { params: { state } })
}
