import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { unseal } from '~/lib/kernel/secrets/secrets'
import { makeStaff } from '~/testing/staff'
import { powerDnsServer } from '../powerdns/powerdns-server'
import { setNameServiceInput } from '../schema'
import { type NamesWorld, openNamesWorld } from '../testing/names-world'
import { hasPowerDns, startPowerDns } from '../testing/start-powerdns'
import { keyPlace } from './key-place'
import { decideNameDifference, readNameService, setNameService, switchNames } from './manage-service'
import { openDnsServers } from './open-dns-servers'

const database = useTestDatabase()
let world: NamesWorld
let capacity: Awaited<ReturnType<typeof makeStaff>>
let support: Awaited<ReturnType<typeof makeStaff>>

beforeAll(async () => {
  world = await openNamesWorld(database)
  capacity = await makeStaff(database.sql, ['capacity'])
  support = await makeStaff(database.sql, ['accountant'])
})
afterAll(() => world?.close())

const input = {
  domain: 'Names.example.',
  baseUrl: 'http://127.0.0.1:8081/',
  key: 'secret key',
  nameServers: ['NS1.names.example.', 'ns2.names.example'],
  resolver: '127.0.0.1:5353',
}
const refusal = (reason: string) => ({ params: expect.objectContaining({ reason }) })

describe('the DNS server', () => {
  test('is configured by capacity staff only, and shown without its key', async () => {
    await expect(setNameService(support.as(), input)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(switchNames(support.as(), { isOn: false })).rejects.toMatchObject({ code: 'forbidden' })
    await setNameService(capacity.as(), input)
    const { service } = await readNameService(capacity.as())
    expect(service).toEqual({
      kind: 'powerdns',
      domain: 'names.example',
      baseUrl: 'http://127.0.0.1:8081',
      nameServers: ['ns1.names.example', 'ns2.names.example'],
      resolver: '127.0.0.1:5353',
      isOn: true,
      comparedAt: null,
      failure: null,
    })
    const [secret] = await world.sql<
      { sealed: string }[]
    >`select key_sealed as sealed from name_service_secrets`
    expect(secret?.sealed).not.toContain('secret key')
    expect(unseal(secret?.sealed ?? '', keyPlace)).toBe('secret key')
  })

  test.each(['https://key@dns.example', 'https://dns.example/?x=1', 'https://dns.example/#x'])(
    'is not reached at %s',
    (baseUrl) => {
      const parsed = setNameServiceInput.safeParse({ ...input, baseUrl })
      expect(parsed.error?.issues[0]?.message).toBe('base_url_plain')
    },
  )

  test('keeps its key for the same address, and for no other', async () => {
    await setNameService(capacity.as(), { ...input, key: '', resolver: '' })
    await expect(
      setNameService(capacity.as(), { ...input, key: '', baseUrl: 'https://elsewhere.example' }),
    ).rejects.toMatchObject({ field: 'key', ...refusal('name_key') })
  })

  test('gets no key that was entered for another address meanwhile', async () => {
    const service = { kind: 'powerdns' as const, baseUrl: 'http://127.0.0.1:8081' }
    const opened = () => world.withSystem((tx) => openDnsServers({}).serverOf(tx, service))
    expect(await opened()).not.toBeNull()
    let saved: Promise<unknown> | undefined
    await world.sql.begin(async (tx) => {
      await tx`update name_services set base_url = 'https://new.example'`
      saved = setNameService(capacity.as(), { ...input, key: '' }).catch((error: unknown) => error)
      await expect.poll(() => countWaiting(tx)).toBe(1)
    })
    expect(await saved).toMatchObject({ field: 'key', ...refusal('name_key') })
    expect(await opened()).toBeNull()
    await setNameService(capacity.as(), input)
  })

  test.each([
    ['domain', { domain: 'example' }, 'name_host'],
    ['nameServers', { nameServers: ['ns1'] }, 'name_host'],
    ['resolver', { resolver: 'resolver.example' }, 'name_resolver'],
    ['resolver', { resolver: '127.0.0.1:70000' }, 'name_resolver'],
  ])('is refused with a wrong %s', async (field, wrong, reason) => {
    await expect(setNameService(capacity.as(), { ...input, ...wrong })).rejects.toMatchObject({
      field,
      ...refusal(reason),
    })
  })

  test('keeps its domain while names are published', async () => {
    await setNameService(capacity.as(), { ...input, domain: 'cloud.example' })
    await world.address(await world.server('web'))
    await world.pass()
    await expect(setNameService(capacity.as(), input)).rejects.toMatchObject({
      code: 'state_forbids',
      ...refusal('name_domain_used'),
    })
    await switchNames(capacity.as(), { isOn: false })
    await world.pass()
    await setNameService(capacity.as(), input)
    await setNameService(capacity.as(), { ...input, domain: 'cloud.example' })
    await switchNames(capacity.as(), { isOn: true })
    await world.pass()
    expect(await world.published()).toMatchObject({ [`web.${await world.zone()} A`]: expect.any(String) })
  })

  test('a record set that no row explains is removed on demand; ours is not written where none waits', async () => {
    const zone = await world.zone()
    const record = { name: `old.${zone}`, type: 'A', ttl: 60, contents: ['198.51.100.200'], mark: null }
    await world.dns.replaceRecords(zone, [record])
    await world.tend()
    const found = (await readNameService(capacity.as())).differences.find(({ name }) => name === record.name)
    if (!found) throw new Error('no difference')
    const decide = (decision: 'write' | 'remove', who = capacity) =>
      decideNameDifference(who.as(), { differenceId: found.id, decision })
    await expect(decide('remove', support)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(decide('write')).rejects.toMatchObject({ code: 'state_forbids' })
    await decide('remove')
    await world.pass()
    expect(await world.published()).not.toHaveProperty([`old.${zone} A`])
    await expect(decide('remove')).rejects.toMatchObject({ code: 'state_forbids' })
  })

  test('a restored record set is written once a person confirms ours', async () => {
    const zone = await world.zone()
    const [own] = await world.dns.listRecords(zone, `web.${zone}`)
    if (!own) throw new Error('no record')
    await world.dns.replaceRecords(zone, [{ ...own, contents: ['198.51.100.201'] }])
    await world.sql`update name_records set unverified = true where name = ${own.name}`
    await world.tend()
    const held = (await readNameService(capacity.as())).differences.find(({ state }) => state === 'held')
    if (!held) throw new Error('no difference')
    await decideNameDifference(capacity.as(), { differenceId: held.id, decision: 'write' })
    await world.pass()
    expect(await world.dns.listRecords(zone, own.name)).toEqual([own])
  })
})

describe.skipIf(!hasPowerDns)('PowerDNS as it is configured', () => {
  test('publishes, heals, is denied with another key, and comes back by itself', async () => {
    const running = await startPowerDns()
    const servers = openDnsServers({})
    const set = (key: string) =>
      setNameService(capacity.as(), { ...input, domain: 'cloud.example', baseUrl: running.baseUrl, key })
    await set('another key')
    // A worker opens the server of the rows, with the sealed key.
    const [row] = await world.sql<
      { kind: 'powerdns'; base_url: string }[]
    >`select kind, base_url from name_services`
    const open = () =>
      world.withSystem((tx) => servers.serverOf(tx, { kind: 'powerdns', baseUrl: row?.base_url ?? null }))
    world.spoken.server = await open()
    await world.tend()
    expect((await readNameService(capacity.as())).service?.failure?.code).toBe('denied')
    await set(running.key)
    world.spoken.server = await open()
    await world.tend()
    await world.pass()
    const zone = await world.zone()
    const direct = powerDnsServer({ ...running, timeoutMs: 10_000 })
    const web = await direct.listRecords(zone, `web.${zone}`)
    expect(web).toMatchObject([{ type: 'A' }])
    expect((await readNameService(capacity.as())).service?.failure).toBeNull()
    await direct.deleteZone(zone)
    await world.tend()
    expect(await direct.listRecords(zone, `web.${zone}`)).toEqual(web)
    await running.stop()
    await world.tend()
    expect((await readNameService(capacity.as())).service?.failure?.code).toBe('unreachable')
  })
})
