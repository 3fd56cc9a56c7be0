import { withStaff } from '~/db/client'
import type { NetworkTechnology } from '~/db/schema/catalogue'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { writeAddress } from '../trust-token'
import type { HypervisorView } from './client'
import { hostOfMember, planHypervisor, technologyOf } from './plan-hypervisor'
import { countLiveAllocations, type HypervisorRow, listHypervisors as listRows } from './queries/hypervisors'
import { findNetworkTechnology } from './queries/network-technology'
import { listSilentHostNames } from './queries/silent-hosts'
import { listVantages } from './queries/vantages'

/** Lists the hypervisors that have not been removed, by zone, with the last reading and what would be sold. */
export async function listHypervisors(ctx: OpContext): Promise<HypervisorView[]> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    const views: HypervisorView[] = []
    const found = await listRows(tx)
    const seen = await listVantages(
      tx,
      found.flatMap(({ zoneId }) => zoneId ?? []),
    )
    for (const row of found) {
      const resources = row.zoneId ? await countLiveAllocations(tx, row.zoneId) : 0
      const own = seen.find((each) => each.zoneId === row.zoneId)
      const vantages =
        own?.vantages && own.checkedAt
          ? { reports: own.vantages, checkedAt: own.checkedAt.toISOString() }
          : null
      const silent = row.zoneId ? await listSilentHostNames(tx, row.zoneId) : []
      const technology = row.zoneId && (await findNetworkTechnology(tx, row.zoneId))
      views.push(toView(row, { resources, vantages, silent, technology }))
    }
    return views
  })
}

function toView(
  row: HypervisorRow,
  {
    resources,
    vantages,
    silent,
    technology,
  }: Pick<HypervisorView, 'resources' | 'vantages'> & {
    silent: string[]
    technology: NetworkTechnology | null
  },
): HypervisorView {
  const { failureCode, failureText, failedAt, host, port, facts } = row
  return {
    id: row.id,
    zoneCode: row.zoneCode,
    zoneName: row.zoneName,
    city: row.city,
    zoneId: row.zoneId,
    address: writeAddress({ host, port }),
    addresses: row.addresses,
    managementRanges: row.managementRanges,
    memberAddresses: (facts?.members ?? []).flatMap(({ name: member, address }) =>
      address ? [{ address, member }] : [],
    ),
    fingerprint: row.fingerprint,
    state: row.state,
    revision: row.revision,
    facts,
    networkTechnology: technology ?? (facts && technologyOf(facts)),
    keepsBridges: technology === 'bridges' && facts !== null && technologyOf(facts) === 'ovn',
    decision: facts && planHypervisor(row.zoneCode, facts),
    readAt: row.readAt?.toISOString() ?? null,
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    failure:
      failureCode && failedAt
        ? { code: failureCode, text: failureText ?? '', at: failedAt.toISOString() }
        : null,
    resources,
    silentMembers: (facts?.members ?? [])
      .map(({ name }) => name)
      .filter((name) => silent.includes(hostOfMember(row.zoneCode, name))),
    vantages,
  }
}
