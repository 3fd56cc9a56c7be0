import { afterAll, beforeAll, expect, test } from 'vitest'
import { memberTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import type { TestBuyer } from '~/testing/buyer'
import { listNamesPage } from '../manage/list-names'
import { setReverseName } from '../manage/set-reverse-name'
import { startFakeResolver } from '../testing/fake-resolver'
import { type NamesWorld, openNamesWorld } from '../testing/names-world'

const database = useTestDatabase()
let world: NamesWorld
let networks = 0
beforeAll(async () => {
  world = await openNamesWorld(database)
  await world.sql`insert into address_pools (id, zone_id, range, created_at)
    values (${newId('addressPool')}, ${world.estate.zone.zoneId}, '2001:db8:100::/48', now())`
})
afterAll(() => world?.close())

/** A server with a private address, whose system holds its IPv6 address once it was `seen`. */
async function dualServer(name: string, of: TestBuyer = world.estate.own): Promise<Id<'instance'>> {
  networks += 1
  const id = await world.server(name, of)
  const networkId = newId('network')
  const { organisationId: organisation_id, projectId: project_id } = of
  await world.sql`insert into private_networks ${world.sql({
    ...{ id: networkId, organisation_id, project_id, zone_id: world.estate.zone.zoneId },
    ...{ name: `n${networks}`, is_default: false, created_at: new Date() },
    range: `10.128.${4 * networks}.0/22`,
    range6: `2001:db8:100:${networks}::/64`,
  })}`
  await world.sql`insert into private_addresses (network_id, address, organisation_id, instance_id, created_at)
    values (${networkId}, ${`10.128.${4 * networks}.10`}, ${organisation_id}, ${id}, now())`
  return id
}
const see = (id: string, seenAt: Date | null = new Date()) =>
  world.sql`update private_addresses set seen6_at = ${seenAt} where instance_id = ${id}`
const reverseOfA = (network: number) =>
  `a.${'0.'.repeat(15)}${network}.0.0.0.0.0.1.0.8.b.d.0.1.0.0.2.ip6.arpa`

test('a server whose system holds its IPv6 address has a name there as at its IPv4 one, and the reverse name', async () => {
  const id = await dualServer('dual')
  await world.pass()
  expect(await world.published()).toEqual({})
  await see(id)
  await world.pass()
  const zone = await world.zone()
  expect(await world.published()).toMatchObject({
    [`dual.${zone} AAAA`]: '2001:db8:100:1::a',
    [`${reverseOfA(1)} PTR`]: `dual.${zone}`,
  })
  const { address } = await world.address(id)
  await world.pass()
  expect(await world.published()).toMatchObject({
    [`dual.${zone} A`]: address,
    [`dual.${zone} AAAA`]: '2001:db8:100:1::a',
  })
  // The zone is that of the operator's range: its parent delegates no other.
  expect(await world.dns.listZones()).toContain('0.0.1.0.8.b.d.0.1.0.0.2.ip6.arpa')

  // Its system does not hold it any more.
  await see(id, null)
  await world.pass()
  const left = Object.keys(await world.published())
  expect(left.filter((key) => key.includes('AAAA') || key.includes('ip6.arpa'))).toEqual([])
  expect(left).toContain(`dual.${zone} A`)
})

test('a customer chooses the reverse name of an IPv6 address among names that lead to it, and it ends with the address', async () => {
  const id = await dualServer('mail')
  const { own, foreign } = world.estate
  const address6 = `2001:db8:100:${networks}::a`
  const set = (name: string, ctx = own.as()) => setReverseName(ctx, { address6, name })
  const shown = async () =>
    (await listNamesPage(own.as()))?.reverse.find(({ address }) => address === address6)
  const ptr = async () => (await world.published())[`${reverseOfA(networks)} PTR`]
  const refusal = (reason: string) => ({
    code: 'invalid_input',
    params: expect.objectContaining({ reason }),
  })
  await world.address(await world.server('elsewhere'))
  await world.pass()
  expect(await shown()).toBeUndefined()
  const zone = await world.zone()
  await expect(set(`mail.${zone}`)).rejects.toMatchObject(refusal('reverse_not_yours'))
  await see(id)
  await world.pass()
  expect(await shown()).toMatchObject({ addressId: null, name: `mail.${zone}`, isChosen: false })
  await expect(set(`elsewhere.${zone}`)).rejects.toMatchObject(refusal('reverse_leads_elsewhere'))
  await expect(set(`mail.${zone}`, foreign.as())).rejects.toMatchObject({ code: 'not_found' })
  await expect(set(`mail.${zone}`, own.as('reader'))).rejects.toMatchObject({ code: 'forbidden' })
  const guest = memberTestContext(own.accountId, {
    organisationId: own.organisationId,
    role: 'guest',
    projectRoles: { [own.projectId]: 'reader', [newId('project')]: 'technical' },
  })
  for (const name of [`mail.${zone}`, ''])
    await expect(set(name, guest)).rejects.toMatchObject({ code: 'forbidden' })

  const known = new Map([['mail.elsewhere.example', ['192.0.2.9', address6]]])
  const resolver = await startFakeResolver(known)
  await world.sql`update name_services set resolver = ${resolver.address}`
  await set('Mail.elsewhere.example.')
  expect(await shown()).toMatchObject({ name: 'mail.elsewhere.example', isChosen: true, state: 'pending' })
  await world.pass()
  expect(await shown()).toMatchObject({ name: 'mail.elsewhere.example', isChosen: true, state: 'published' })
  expect(await ptr()).toBe('mail.elsewhere.example')
  // An A record does not lead to the IPv6 address.
  known.set('web.elsewhere.example', ['192.0.2.9'])
  await expect(set('web.elsewhere.example')).rejects.toMatchObject(refusal('reverse_leads_nowhere'))
  known.set('web.elsewhere.example', ['2001:db8:999::1'])
  await expect(set('web.elsewhere.example')).rejects.toMatchObject({
    params: { reason: 'reverse_leads_elsewhere', found: '2001:db8:999::1' },
  })
  await resolver.close()
  const [event] = await world.sql<{ kind: string; id: string; details: unknown }[]>`
    select subject_kind as kind, subject_id as id, details from audit_events
    where event = 'reverse_name.set' order by occurred_at desc, id desc limit 1`
  expect(event).toMatchObject({
    ...{ kind: 'instance', id },
    details: { address: address6, name: 'mail.elsewhere.example' },
  })
  await set('')
  await world.pass()
  expect(await ptr()).toBe(`mail.${zone}`)

  // The next server with the address starts without the name of the former one.
  await set(`mail.${zone}`)
  await world.sql`delete from private_addresses where instance_id = ${id}`
  await world.pass()
  expect(await ptr()).toBeUndefined()
  expect(await world.sql`select from reverse_names6`).toEqual([])
})

test('the /64 of a server whose name is still in the DNS server goes to no other customer', async () => {
  const id = await dualServer('leaving', world.estate.foreign)
  await see(id)
  await world.pass()
  const zone = await world.zone(world.estate.foreign)
  expect(await world.published()).toHaveProperty([`leaving.${zone} AAAA`])
  const named = async () =>
    (await world.sql<{ range: string }[]>`select named::text as range from app.named_ranges6() named`).map(
      ({ range }) => range,
    )
  world.spoken.server = null
  await world.sql`delete from private_addresses where instance_id = ${id}`
  await world.end(id)
  await world.pass()
  expect(await named()).toContain(`2001:db8:100:${networks}::/64`)
  world.spoken.server = world.dns
  await world.pass()
  expect(await world.published()).not.toHaveProperty([`leaving.${zone} AAAA`])
  expect(await named()).not.toContain(`2001:db8:100:${networks}::/64`)
})
