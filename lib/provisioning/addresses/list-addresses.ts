import { withOrganisation } from '~/db/client'
import * as rows from '~/db/queries/provisioning/public-addresses'
import { findAddressOffer } from '~/lib/catalogue'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { AddressPage } from './client'

/** The public addresses of the organisation, and where it may have one more, at what price. */
export async function listAddresses(ctx: OpContext): Promise<AddressPage> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const found = await rows.listAddresses(tx)
    const offer = await findAddressOffer(tx, ctx.now)
    const zones = await rows.listAddressZones(tx)
    return {
      addresses: found.map(({ address: row, serverName, ...place }) => ({
        id: row.id,
        address: row.address,
        projectId: row.projectId,
        zoneId: row.zoneId,
        ...place,
        server: row.instanceId && serverName ? { id: row.instanceId, name: serverName } : null,
        isApplied: row.appliedRevision >= row.revision,
        failure: row.failureCode ? { code: row.failureCode, text: row.failureText ?? '' } : null,
        reservedAt: row.reservedAt.toISOString(),
      })),
      zones: zones
        .filter((zone) => zone.isOpen)
        .map(({ id, code, name, free }) => ({ id, code, name, free })),
      servers: await rows.listAddressableServers(tx),
      offer: offer && { name: offer.name, microCentsPerHour: offer.microCentsPerHour.toString() },
    }
  })
}

/** The public addresses that lead to a server. */
export async function listAddressesOfServer(
  ctx: OpContext,
  { instanceId }: { instanceId: Id<'instance'> },
): Promise<{ id: Id<'publicAddress'>; address: string; isApplied: boolean }[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) =>
    (await rows.listAddressesOf(tx, instanceId)).map(({ id, address, revision, appliedRevision }) => ({
      id,
      address,
      isApplied: appliedRevision >= revision,
    })),
  )
}
