import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { images } from '~/db/schema/catalogue'
import { instances } from '~/db/schema/resources/compute'
import { privateAddresses, privateNetworks } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'

/** The servers with the network of the first card of each; null until it has an address there. */
export async function listServersForReach(tx: Tx, instanceIds: readonly Id<'instance'>[]) {
  return tx
    .select({
      id: instances.id,
      state: instances.state,
      address: instances.address,
      sshKeyIds: instances.sshKeyIds,
      sourceSnapshotId: instances.sourceSnapshotId,
      sourceImageId: instances.sourceImageId,
      hasSsh: images.hasSsh,
      /** The server's address on its network. */
      privateAddress: privateAddresses.address,
      address6: privateAddresses.address6,
      seen6At: privateAddresses.seen6At,
      network: {
        id: privateNetworks.id,
        projectId: privateNetworks.projectId,
        revision: privateNetworks.revision,
        appliedRevision: privateNetworks.appliedRevision,
        notInForceSince: privateNetworks.notInForceSince,
        unverified: privateNetworks.unverified,
        awaitsComparison: sql<boolean>`app.awaits_comparison(${privateNetworks.zoneId}, ${privateNetworks.id})`,
      },
    })
    .from(instances)
    .innerJoin(images, eq(images.id, instances.imageId))
    .leftJoin(
      privateAddresses,
      and(eq(privateAddresses.instanceId, instances.id), eq(privateAddresses.position, 0)),
    )
    .leftJoin(privateNetworks, eq(privateNetworks.id, privateAddresses.networkId))
    .where(inArray(instances.id, [...instanceIds]))
}
