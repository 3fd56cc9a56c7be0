import { expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
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

test('members that fail together share a rack, and the zone records that networks do not span hosts', async () => {
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
  const find = async (members: object[], isClustered: boolean) => {
    const facts = {
      version: '6.0.4',
      architectures: ['x86_64'],
      isClustered,
      members,
      pool: 'default',
      pools: [{ name: 'default', driver: 'btrfs' }],
      networks: [],
      images: [],
    }
    await sql`update hypervisors set facts = ${sql.json(facts as never)}, state = 'found' where id = ${hypervisorId}`
    await confirmHypervisor(capacity, { hypervisorId, revision: 0 })
    const hosts =
      await sql`select h.name, r.name as rack from hosts h join racks r on r.id = h.rack_id order by h.name`
    const [row] = await sql`select networks_span_hosts from zones where code = 'PAR7'`
    return { racks: hosts.map(({ name, rack }) => `${name} ${rack}`), spans: row?.networks_span_hosts }
  }
  expect(await find([member('n1')], false)).toEqual({ racks: ['par7-n1 01'], spans: true })
  const grown = [member('n1', 'a'), member('n2', 'a'), member('n3', 'b'), member('n4')]
  // The existing host keeps its rack.
  const racks = ['par7-n1 01', 'par7-n2 a', 'par7-n3 b', 'par7-n4 01']
  for (const _ of ['once', 'twice']) expect(await find(grown, true)).toEqual({ racks, spans: false })
  const silent = async () => (await listHypervisors(capacity))[0]?.silentMembers
  expect(await silent()).toEqual([])
  await sql`update hosts set unreachable_since = now() where name = 'par7-n2'`
  expect(await silent()).toEqual(['n2'])
})
