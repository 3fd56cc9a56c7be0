import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { enqueue } from '~/lib/jobs'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { readAddress, uniqueAddresses } from '../trust-token'
import { findHypervisorForUpdate, updateHypervisor } from './queries/hypervisors'
import { replaceList } from './replace-list'
import type { ChangeHypervisorAddressesInput } from './schema'

/**
 * Replaces the addresses of the hypervisor, which are tried in this order. Allowed while servers run there: the server
 * that answers must show the approved certificate. Enqueues a new reading.
 *
 * @throws DomainError `not_found`, `invalid_input` (an entry is not an address)
 */
export async function changeHypervisorAddresses(
  ctx: OpContext,
  input: ChangeHypervisorAddressesInput,
): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  const addresses = uniqueAddresses(input.addresses)
  const first = readAddress(addresses[0] ?? '')
  if (!first || input.addresses.some((text) => !readAddress(text)))
    throw new DomainError('invalid_input', { field: 'addresses', params: { reason: 'incus_address' } })
  const hypervisorId = input.hypervisorId
  await withStaff(ctx, async (tx) => {
    const row = await findHypervisorForUpdate(tx, hypervisorId)
    if (!row) throw new DomainError('not_found')
    await updateHypervisor(tx, hypervisorId, first)
    await replaceList(tx, ctx, row, 'addresses', addresses)
    await enqueue(tx, 'read_hypervisor', { hypervisorId }, `read:${hypervisorId}`)
  })
}
