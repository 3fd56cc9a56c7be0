import { withOrganisation } from '~/db/client'
import { authorize, listProjectChoices, may } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { NetworkForm } from './client'
import { listNetworkZones } from './queries/named-networks'

/** The projects and zones in which this person may create a network. */
export async function readNetworkForm(ctx: OpContext): Promise<NetworkForm> {
  authorize(ctx, 'instance:read')
  const projects = await listProjectChoices(ctx)
  return {
    projects: projects.filter(({ id }) => may(ctx, 'instance:operate', id)),
    zones: await withOrganisation(ctx, listNetworkZones),
  }
}
