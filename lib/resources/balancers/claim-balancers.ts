import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { recordSagas } from '../sagas/record-saga'
import { type NewBalancer, recordNewBalancers } from './change-balancer-state'
import { giveAddress } from './queries/ordered'

/** `addressId`: a reserved address that leads to it from now on; null when one is ordered with it. */
export type OrderedBalancer = NewBalancer & { addressId: Id<'publicAddress'> | null }

/**
 * In `tx`: inserts the balancers of an order with their sagas. A building block of orders: the caller has authorised.
 *
 * @throws DomainError `name_taken`, `invalid_input` (the address is not free any more), `recovery_in_progress`
 */
export async function claimBalancers(
  tx: Tx,
  ctx: OpContext,
  wanted: readonly OrderedBalancer[],
): Promise<void> {
  await recordNewBalancers(
    tx,
    ctx,
    wanted.map(({ addressId: _addressId, ...row }) => row),
  )
  for (const { id, addressId, projectId, zoneId } of wanted)
    if (addressId && !(await giveAddress(tx, addressId, id, { projectId, zoneId })))
      throw new DomainError('invalid_input', { field: 'addressId', params: { reason: 'address_not_free' } })
  await recordSagas(
    tx,
    ctx,
    wanted.map(({ id, organisationId }) => ({
      kind: 'create_balancer' as const,
      organisationId,
      resourceKind: 'balancer' as const,
      resourceId: id,
      input: {},
    })),
  )
}
