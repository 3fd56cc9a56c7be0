import { inArray } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { budgets, quotaRequests } from '~/db/schema/limits'
import { names } from '~/db/schema/names'
import { orders } from '~/db/schema/ordering/ordering'
import { placementGroups } from '~/db/schema/placement'
import { commitments } from '~/db/schema/pricing'
import { volumeBackups } from '~/db/schema/resources/backups'
import { balancers } from '~/db/schema/resources/balancers'
import { certificates } from '~/db/schema/resources/certificates'
import { instances, volumes } from '~/db/schema/resources/compute'
import { ruleSets } from '~/db/schema/resources/firewall'
import { privateImages } from '~/db/schema/resources/images'
import { privateNetworks } from '~/db/schema/resources/networks'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import { instanceSnapshots, volumeSnapshots } from '~/db/schema/resources/snapshots'
import { tickets } from '~/db/schema/support'
import { type Id, isId } from '~/lib/kernel/ids'

/** The tables whose rows belong to a project, by the kind of their ids. */
const holders = [
  ['instance', instances],
  ['volume', volumes],
  ['snapshot', volumeSnapshots],
  ['snapshot', instanceSnapshots],
  ['backup', volumeBackups],
  ['privateImage', privateImages],
  ['placementGroup', placementGroups],
  ['network', privateNetworks],
  ['ruleSet', ruleSets],
  ['publicAddress', publicAddresses],
  ['name', names],
  ['balancer', balancers],
  ['certificate', certificates],
  ['order', orders],
  ['commitment', commitments],
  ['budget', budgets],
  ['quotaRequest', quotaRequests],
  ['ticket', tickets],
] as const

/** The project of each of these resources that belongs to one; a project belongs to itself. */
export async function listProjectsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Id<'project'>>> {
  const found = new Map<string, Id<'project'>>()
  for (const id of ids) if (isId('project', id)) found.set(id, id)
  for (const [kind, table] of holders) {
    const own = ids.filter((id) => isId(kind, id)) as never[]
    if (own.length === 0) continue
    const rows = await tx
      .select({ id: table.id, projectId: table.projectId })
      .from(table)
      .where(inArray(table.id, own))
    for (const { id, projectId } of rows) if (projectId) found.set(id, projectId)
  }
  return found
}
