import { expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { makeBuyer } from '~/testing/buyer'
import { addHypervisor } from './add-hypervisor'
import { confirmHypervisor } from './confirm-hypervisor'
import { listHypervisors } from './list-hypervisors'

const { sql } = useTestDatabase()
const capacity = staffTestContext(newId('staff'), ['capacity'])

const gib = 2 ** 30
const member = (name: string, failureDomain?: string) => ({
  name,
  isOnline: true,
  cpus: 4,
  memoryBytes: 8 * gib,
  poolBytes: 100 * gib,
  ...(failureDomain && { failureDomain }),
})

test('members that fail together share a rack, and the zone records how its networks are made', async () => {
  const token = btoa(
    JSON.stringify({
      client_name: 'andromede',
      fingerprint: 'ab'.repeat(32),
      addresses: ['127.0.0.1:9'],
      secret: 'c'.repeat(64),
      expires_at: '0001-01-01T00:00:00Z',
    }),
  )
  const zone = { zoneCode: 'PAR7', zoneName: 'Paris-Sud', city: 'Massy' }
  const { id: hypervisorId } = await addHypervisor(capacity, { ...zone, address: '127.0.0.1:9', token })
  const find = async (members: object[], isClustered: boolean, uplink: string | null = null) => {
    const facts = {
      version: '6.0.4',
      architectures: ['x86_64'],
      isClustered,
      members,
      pool: 'default',
      pools: [{ name: 'default', driver: 'btrfs' }],
      networks: [],
      uplink,
      images: [],
    }
    await sql`update hypervisors set facts = ${sql.json(facts as never)}, state = 'found' where id = ${hypervisorId}`
    await confirmHypervisor(capacity, { hypervisorId, revision: 0 })
    const hosts =
      await sql`select h.name, r.name as rack from hosts h join racks r on r.id = h.rack_id order by h.name`
    const [row] = await sql`select network_technology from zones where code = 'PAR7'`
    return { racks: hosts.map(({ name, rack }) => `${name} ${rack}`), made: row?.network_technology }
  }
  expect(await find([member('n1')], false)).toEqual({ racks: ['par7-n1 01'], made: 'bridges' })
  const grown = [member('n1', 'a'), member('n2', 'a'), member('n3', 'b'), member('n4')]
  // The existing host keeps its rack.
  const racks = ['par7-n1 01', 'par7-n2 a', 'par7-n3 b', 'par7-n4 01']
  for (const _ of ['once', 'twice']) expect(await find(grown, true)).toEqual({ racks, made: 'bridges' })
  expect(await find(grown, true, 'uplink')).toEqual({ racks, made: 'ovn' })
  expect((await listHypervisors(capacity))[0]).toMatchObject({
    networkTechnology: 'ovn',
    keepsBridges: false,
  })
  expect(await find(grown, true)).toEqual({ racks, made: 'bridges' })
  const silent = async () => (await listHypervisors(capacity))[0]?.silentMembers
  expect(await silent()).toEqual([])
  await sql`update hosts set unreachable_since = now() where name = 'par7-n2'`
  expect(await silent()).toEqual(['n2'])
  // Networks that exist keep their kind, and with them the zone.
  const buyer = await makeBuyer(sql)
  await sql`insert into private_networks (id, organisation_id, project_id, zone_id, range, created_at)
    select ${newId('network')}, ${buyer.organisationId}, ${buyer.projectId}, id, '10.128.0.0/22', now()
    from zones where code = 'PAR7'`
  expect(await find(grown, true, 'uplink')).toEqual({ racks, made: 'bridges' })
  expect((await listHypervisors(capacity))[0]).toMatchObject({
    networkTechnology: 'bridges',
    keepsBridges: true,
  })
})
