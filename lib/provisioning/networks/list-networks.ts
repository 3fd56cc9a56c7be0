import { withOrganisation } from '~/db/client'
import * as rows from '~/db/queries/provisioning/networks'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { NetworkView } from './client'

/** The private networks of the organisation, with the servers on them and what may come in. */
export async function listNetworks(ctx: OpContext): Promise<NetworkView[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const views: NetworkView[] = []
    for (const { network, projectName, zoneName, zoneCode } of await rows.listNetworks(tx)) {
      const rules = await rows.listFirewallRules(tx, network.id)
      views.push({
        id: network.id,
        projectName,
        zoneName,
        zoneCode,
        range: network.range,
        isApplied: network.appliedRevision === network.revision,
        rules: rules.map(({ id, protocol, ports, source, description }) => ({
          id,
          protocol,
          ports,
          source,
          description,
        })),
        servers: await rows.listServersOn(tx, network.id),
      })
    }
    return views
  })
}
