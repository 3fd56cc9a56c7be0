import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { openUsage } from '~/lib/usage'
import { listUnmeteredAddressesOf, releaseAddressRow } from './queries/public-addresses'

type Line = { organisationId: Id<'organisation'>; orderLineId: Id<'orderLine'> }

/**
 * The server or balancer works: the addresses ordered with it are metered from now on, and a worker attaches them within
 * seconds. Returns their order lines.
 */
export async function meterOrderedAddresses(
  tx: Tx,
  ctx: OpContext,
  holderId: Id<'instance'> | Id<'balancer'>,
  at: Date,
): Promise<Line[]> {
  const addresses = await listUnmeteredAddressesOf(tx, holderId)
  for (const resource of addresses)
    await openUsage(tx, { resource, meters: ['public_address'], at, recordedAt: ctx.now })
  return addresses
}

/** The server or balancer could not be created: the addresses ordered with it are released, unbilled. Returns their order lines. */
export async function releaseOrderedAddresses(
  tx: Tx,
  ctx: OpContext,
  holderId: Id<'instance'> | Id<'balancer'>,
): Promise<Line[]> {
  const addresses = await listUnmeteredAddressesOf(tx, holderId)
  for (const { id, organisationId, address } of addresses) {
    await releaseAddressRow(tx, id, ctx.now)
    await recordAudit(tx, ctx, 'address.released', {
      organisationId,
      kind: 'public_address',
      id,
      details: { address },
    })
  }
  return addresses
}
