import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { isWithin } from '../labels'
import { domain, type NamesWorld, nameServers, openNamesWorld } from '../testing/names-world'

const database = useTestDatabase()
let world: NamesWorld

beforeAll(async () => {
  world = await openNamesWorld(database)
})
afterAll(() => world?.close())
beforeEach(async () => {
  await world.sql`update public_addresses set released_at = now(), instance_id = null where released_at is null`
  await world.sql`update name_records set retry_at = null`
  await world.tend()
  await world.tend()
  for (const zone of await world.dns.listZones()) await world.dns.deleteZone(zone)
})

const record = (name: string, contents: string[], type = 'A') => ({
  name,
  type,
  ttl: 60,
  contents,
  mark: null,
})
/** The project gets this label. */
async function labelled(label: string) {
  const { organisationId, projectId } = world.estate.own
  await world.sql`delete from names`
  await world.sql`delete from name_zones`
  await world.sql`insert into name_zones (project_id, organisation_id, label, created_at)
    values (${projectId}, ${organisationId}, ${label}, now())`
}
async function zoneOfOperator(zone: string, name = zone) {
  await world.dns.ensureZone(zone, nameServers)
  await world.dns.replaceRecords(zone, [record(name, ['192.0.2.1'])])
}
/** The zones and the record sets that answer questions about names of the domain. */
async function ofDomain() {
  const zones = (await world.dns.listZones()).filter((zone) => isWithin(zone, domain))
  return Promise.all(zones.map(async (zone) => [zone, await world.dns.listRecords(zone)]))
}

test('zones of the operator stay when a label of a project is the first of their name', async () => {
  await labelled('cloud')
  const [own, below, empty] = [`cloud.${domain}`, `cloud.service.${domain}`, domain]
  for (const zone of [own, below]) await zoneOfOperator(zone)
  await world.dns.ensureZone(empty, nameServers)
  await world.tend()
  expect((await world.dns.listZones()).sort()).toEqual([own, below, empty].sort())
})

test.each(['a name', 'a name below it', 'a delegation', 'a zone', 'the name of a zone'])(
  'a project does not take %s of the operator’s that its label is like',
  async (what) => {
    await labelled('blog')
    const zone = `blog.${domain}`
    await world.dns.ensureZone(domain, nameServers)
    if (what === 'a name') await world.dns.replaceRecords(domain, [record(zone, ['192.0.2.1'])])
    if (what === 'a name below it')
      await world.dns.replaceRecords(domain, [record(`web.${zone}`, ['192.0.2.1'])])
    if (what === 'a delegation')
      await world.dns.replaceRecords(domain, [record(zone, ['ns.other.example'], 'NS')])
    if (what === 'a zone') await zoneOfOperator(zone, `web.${zone}`)
    if (what === 'the name of a zone') await zoneOfOperator(zone)
    const before = await ofDomain()
    const { id } = await world.address(await world.server(`web of ${what}`))
    await world.pass()
    await world.tend()
    expect(await ofDomain()).toEqual(before)
    expect((await world.rows()).filter(({ failure }) => failure === 'foreign')).toHaveLength(2)
    await world.release(id)
    await world.sql`update name_records set retry_at = null`
    await world.pass()
    await world.tend()
    expect(await ofDomain()).toEqual(before)
    expect(await world.rows()).toEqual([])
  },
)
