import type { Tx } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { openUsage } from '~/lib/usage'
import { type AddressAdoption, type AdoptedAddress, callAdoptAddress } from './queries/adopted'

/**
 * Writes the row of a public address that leads to a server and whose own was lost, metered from `reservedAt`. After any other
 * answer than `adopted` the caller rolls back.
 */
export async function recordAdoptedAddress(
  tx: Tx,
  ctx: OpContext,
  address: AdoptedAddress,
): Promise<AddressAdoption> {
  const answer = await callAdoptAddress(tx, address)
  if (answer === 'adopted')
    await openUsage(tx, {
      resource: address,
      meters: ['public_address'],
      at: address.reservedAt,
      recordedAt: ctx.now,
    })
  return answer
}
