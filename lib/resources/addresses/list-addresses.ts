import { withOrganisation } from '~/db/client'
import { findAddressOffer } from '~/lib/catalogue/rows'
import { authorize, listOpenProjects } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { AddressPage } from './client'
import * as rows from './queries/public-addresses'

/** The public addresses of the organisation, with the zones and price for another one. */
export async function listAddresses(ctx: OpContext): Promise<AddressPage> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const found = await rows.listAddresses(tx)
    const offer = await findAddressOffer(tx, ctx.now)
    const zones = await rows.listAddressZones(tx)
    return {
      addresses: found.map(({ address: row, serverName, balancerName, ...place }) => ({
        id: row.id,
        address: row.address,
        projectId: row.projectId,
        zoneId: row.zoneId,
        ...place,
        server: row.instanceId && serverName ? { id: row.instanceId, name: serverName } : null,
        balancer: row.balancerId && balancerName ? { id: row.balancerId, name: balancerName } : null,
        isApplied: row.appliedRevision >= row.revision,
        isUnverified: row.unverified,
        failure: row.failureCode ? { code: row.failureCode } : null,
        reservedAt: row.reservedAt.toISOString(),
      })),
      zones: zones
        .filter((zone) => zone.isOpen)
        .map(({ id, code, name, free }) => ({ id, code, name, free })),
      servers: await rows.listAddressableServers(tx),
      projects: await listOpenProjects(tx, ctx, organisationId),
      offer: offer && { name: offer.name, microCentsPerHour: offer.microCentsPerHour.toString() },
    }
  })
}
