import type { Tx } from '~/db/client'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { toSecond } from '~/lib/kernel/time/clock'
import { recordAdoptedOrder } from '~/lib/ordering'
import { recordAdoptedAddress } from '~/lib/resources'
import type { AddressFacts } from './facts'
import { pricesOf } from './prices-of'
import * as known from './queries/known'
import { type Owner, Refused } from './refused'

const refusals = {
  pool_unknown: 'pool_unknown',
  address_taken: 'address_taken',
  exists: 'row_exists',
  server_first: 'server_first',
} as const

/**
 * Writes the order and the row of a public address in the project of its server, billed from its reservation or, if it was
 * ordered with the server, from the server's first second.
 *
 * @throws Refused
 */
export async function adoptAddress(
  tx: Tx,
  ctx: OpContext,
  owner: Owner,
  { id, address, serverId, createdAt }: AddressFacts,
): Promise<{ name: string }> {
  const server = await known.findServer(tx, { ...owner, id: serverId })
  if (!server) throw new Refused('server_first')
  const { projectId } = server
  const reservedAt = toSecond(createdAt > server.createdAt ? createdAt : server.createdAt)
  const bundle = await known.findAddressBundle(tx, owner.organisationId, reservedAt)
  if (!bundle) throw new Refused('bundle_unknown')
  const orderLineId = newId('orderLine', ctx.now.getTime())
  const of = { ...owner, projectId, bundleId: bundle.id }
  await recordAdoptedOrder(
    tx,
    ctx,
    { ...of, kind: 'address', imageId: null, name: server.name, ...pricesOf(bundle) },
    orderLineId,
  )
  const row = { ...of, id, address, instanceId: serverId, orderLineId, reservedAt }
  const answer = await recordAdoptedAddress(tx, ctx, row)
  if (answer !== 'adopted') throw new Refused(refusals[answer])
  return { name: address }
}
