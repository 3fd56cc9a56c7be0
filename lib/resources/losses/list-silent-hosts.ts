import { withStaff } from '~/db/client'
import { listSilentHosts as listRows } from '~/lib/datacentre/rows'
import { authorizeStaff } from '~/lib/identity'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { OpContext } from '~/lib/kernel/op-context'
import { copyGapOf } from './last-copies'
import { listServerIdsOnHosts } from './queries/host-loss'
import { readLastCopies } from './read-last-copies'
import type { SilentHostView } from './views'

/** Hosts that do not answer or are declared lost, the oldest silence first, with what is on them. */
export async function listSilentHosts(ctx: OpContext): Promise<SilentHostView[]> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    const hosts = await listRows(tx)
    const servers = await listServerIdsOnHosts(
      tx,
      hosts.map(({ id }) => id),
    )
    const copiesOf = await readLastCopies(
      tx,
      servers.map(({ id }) => id),
    )
    const onHost = groupedBy(servers, ({ hostId }) => hostId)
    return hosts.flatMap(({ id, name, zoneCode, unreachableSince, loss }): SilentHostView[] => {
      if (!unreachableSince) return []
      const own = onHost.get(id) ?? []
      return [
        {
          id,
          name,
          zoneCode,
          since: unreachableSince.toISOString(),
          servers: own.length,
          withoutCopy: own.filter((server) => copyGapOf(copiesOf(server.id)) !== null).length,
          loss: !loss ? 'none' : loss.answeredAt ? 'answered' : loss.confirmedAt ? 'confirmed' : 'declared',
        },
      ]
    })
  })
}
