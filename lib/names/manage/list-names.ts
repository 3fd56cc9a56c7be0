import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { NameState, NamesPage } from '../client'
import { isWithin, reverseNameOf6, reverseOf } from '../labels'
import { recordKey } from '../plan/facts'
import * as rows from '../queries/manage'
import type { NameRecord } from '../queries/records'
import { listOwnAddresses6 } from '../queries/reverse-names6'
import { findNameService } from '../queries/service'

/** The names and reverse names of the organisation; null while no DNS server is configured, or it is switched off. */
export async function listNamesPage(ctx: OpContext): Promise<NamesPage | null> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const service = await findNameService(tx)
    if (!service?.isOn) return null
    const zones = (await rows.listZonesOfProjects(tx)).map((project) => ({
      ...project,
      zone: `${project.label}.${service.domain}`,
    }))
    const addresses = await rows.listOwnAddresses(tx)
    const addresses6 = await listOwnAddresses6(tx)
    const reversed = [
      ...addresses.map(({ id, ...each }) => ({
        ...each,
        addressId: id,
        reverseName: reverseOf(each.address).name,
      })),
      ...addresses6.map((each) => ({
        ...each,
        addressId: null,
        reverseName: reverseNameOf6(each.address),
      })),
    ]
    const records = new Map((await rows.listOwnRecords(tx)).map((record) => [recordKey(record), record]))
    const byProject = new Map(zones.map((zone) => [zone.id, zone]))
    const led = new Set<string>([
      ...addresses.flatMap(({ id, instanceId }) => (instanceId ? [id, instanceId] : [id])),
      ...addresses6.map(({ instanceId }) => instanceId),
    ])
    const own = await rows.listOwnNames(tx)
    // The next pass of a worker deletes those of released addresses, with the aliases that lead to them.
    const ending = new Set<string>(
      own.flatMap(({ name }) => (name.addressId && !led.has(name.addressId) ? [name.id] : [])),
    )
    const kept = own.filter(({ name }) => !ending.has(name.id) && !ending.has(name.targetNameId ?? ''))
    const names = kept.flatMap<NamesPage['names'][number]>(({ name: row, serverName }) => {
      const zone = byProject.get(row.projectId)
      if (!zone) return []
      const name = `${row.label}.${zone.zone}`
      const types = row.kind === 'alias' ? ['CNAME'] : ['A', 'AAAA']
      const found = types.flatMap((type) => records.get(recordKey({ name, type })) ?? [])
      const [record] = [...found].sort((a, b) => rankOf(a) - rankOf(b))
      return [
        {
          id: row.id,
          projectId: row.projectId,
          projectName: zone.name,
          name,
          kind: row.kind,
          leadsTo: found.flatMap(({ contents }) => contents),
          server: row.instanceId && serverName ? { id: row.instanceId, name: serverName } : null,
          // Its record is planned in the next pass of a worker.
          ...(!record && led.has(row.instanceId ?? row.addressId ?? '')
            ? { state: 'pending', failure: null }
            : stateOf(record)),
        },
      ]
    })
    return {
      names,
      reverse: reversed.map(({ addressId, address, reverseName, projectName, chosen }) => {
        const record = records.get(recordKey({ name: reverseName, type: 'PTR' }))
        const isToCome =
          chosen !== null &&
          chosen !== record?.contents[0] &&
          (!isWithin(chosen, service.domain) ||
            names.some(({ name, leadsTo }) => name === chosen && leadsTo.includes(address)))
        // Its record is planned in the next pass of a worker.
        if (isToCome) {
          const state = { state: 'pending' as const, failure: null }
          return { addressId, address, projectName, name: chosen, isChosen: true, ...state }
        }
        return {
          addressId,
          address,
          projectName,
          name: record?.contents[0] ?? null,
          isChosen: chosen !== null && chosen === record?.contents[0],
          ...stateOf(record),
        }
      }),
      projects: zones.map(({ id, name, zone }) => ({
        id,
        name,
        zone,
        addresses: addresses
          .filter(({ projectId }) => projectId === id)
          .map((each) => ({ id: each.id, address: each.address, serverName: each.serverName })),
      })),
    }
  })
}

/** Of the records of both families, the one that needs attention speaks for the name. */
const rankOf = (record: NameRecord) =>
  ['failing', 'unverified', 'pending', 'published', 'nowhere'].indexOf(stateOf(record).state)

function stateOf(record: NameRecord | undefined): { state: NameState; failure: string | null } {
  if (!record || record.contents.length === 0) return { state: 'nowhere', failure: null }
  if (record.unverified) return { state: 'unverified', failure: null }
  if (record.appliedRevision >= record.revision) return { state: 'published', failure: null }
  const failure = record.failureCode
  return { state: failure ? 'failing' : 'pending', failure }
}
