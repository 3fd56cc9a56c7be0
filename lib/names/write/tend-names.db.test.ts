import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { DnsError, type DnsServer } from '../port/dns-server'
import { domain, type NamesWorld, nameServers, openNamesWorld } from '../testing/names-world'

const database = useTestDatabase()
let world: NamesWorld
let zone: string

beforeAll(async () => {
  world = await openNamesWorld(database)
})
afterAll(() => world?.close())
beforeEach(async () => {
  world.spoken.server = world.dns
  await world.sql`update name_services set lease_holder = null, lease_until = null`
  await world.sql`update name_records set retry_at = null`
  await world.sql`update public_addresses set released_at = now(), instance_id = null where released_at is null`
  await world.tend()
  await world.tend()
  expect(await world.published()).toEqual({})
})

/** A server with an address, published. */
async function published(name: string) {
  const id = await world.server(name)
  const address = await world.address(id)
  await world.pass()
  zone = await world.zone()
  return { id, address, host: `${name}.${zone}` }
}
const ptr = (address: string) => `${address.split('.').reverse().join('.')}.in-addr.arpa PTR`
/** The DNS server with one call in place of the real one. */
const broken = (over: Partial<DnsServer>): DnsServer => ({ ...world.dns, ...over })
const mayNotWrite = () =>
  broken({
    replaceRecords: () => Promise.reject(new DnsError('unreachable', 'connection refused')),
  })

describe('names of servers', () => {
  test('a server with a public address has a name, its address the reverse one, and the zone is delegated', async () => {
    const { address, host } = await published('web')
    expect(await world.published()).toEqual({
      [`${zone} NS`]: nameServers.join(' '),
      [`${host} A`]: address.address,
      [ptr(address.address)]: host,
    })
    expect(await world.rows()).toMatchObject([{ pending: false }, { pending: false }, { pending: false }])
  })

  test('a server without a public address has none', async () => {
    await world.server('inside')
    await world.pass()
    expect(await world.published()).toEqual({})
  })

  test('the name follows the server: renamed, with another address, detached, deleted', async () => {
    const { id, address, host } = await published('first')
    await world.rename(id, 'Second serveur')
    await world.pass()
    const renamed = `second-serveur.${zone}`
    expect(await world.published()).toMatchObject({
      [`${renamed} A`]: address.address,
      [ptr(address.address)]: renamed,
    })
    expect(await world.published()).not.toHaveProperty([`${host} A`])
    const other = await world.address(id)
    await world.pass()
    expect(await world.published()).toMatchObject({ [`${renamed} A`]: `${address.address} ${other.address}` })
    await world.attach(other.id, null)
    await world.pass()
    expect(await world.published()).toMatchObject({ [`${renamed} A`]: address.address })
    await world.attach(address.id, null)
    await world.pass()
    expect(await world.published()).toEqual({})
    await world.attach(address.id, id)
    await world.pass()
    expect(await world.published()).toHaveProperty([`${renamed} A`])
    await world.attach(address.id, null)
    await world.end(id)
    await world.pass()
    expect(await world.published()).toEqual({})
    expect(await world.sql`select from names where instance_id = ${id}`).toEqual([])
  })

  test('the zone of a project without names leaves the DNS server', async () => {
    const { address } = await published('lonely')
    expect(await world.dns.listZones()).toContain(zone)
    await world.release(address.id)
    await world.tend()
    await world.tend()
    expect(await world.dns.listZones()).not.toContain(zone)
  })

  test('switched off, every record is withdrawn; switched on, they come back', async () => {
    await published('switched')
    await world.sql`update name_services set is_on = false`
    await world.pass()
    expect(await world.published()).toEqual({})
    expect(await world.rows()).toEqual([])
    await world.sql`update name_services set is_on = true`
    await world.pass()
    expect(Object.keys(await world.published())).toHaveLength(3)
  })
})

describe('an address that changes hands', () => {
  test('is held until its last name has left the DNS server', async () => {
    const { address, host } = await published('leaving')
    expect(await world.isNamed(address.address)).toBe(true)
    await world.release(address.id)
    expect(await world.isNamed(address.address)).toBe(true)
    world.spoken.server = mayNotWrite()
    await world.pass()
    expect(await world.published()).toHaveProperty([`${host} A`], address.address)
    expect(await world.isNamed(address.address)).toBe(true)
    world.spoken.server = world.dns
    await world.sql`update name_records set retry_at = null`
    await world.pass()
    expect(await world.published()).toEqual({})
    expect(await world.isNamed(address.address)).toBe(false)
  })

  test('is held while a name that led to it is being changed to lead elsewhere', async () => {
    const { id, address } = await published('moving')
    const next = await world.address(id)
    await world.attach(address.id, null)
    await world.release(address.id)
    world.spoken.server = mayNotWrite()
    await world.pass()
    expect(await world.isNamed(address.address)).toBe(true)
    expect(await world.isNamed(next.address)).toBe(true)
    world.spoken.server = world.dns
    await world.sql`update name_records set retry_at = null`
    await world.pass()
    expect(await world.isNamed(address.address)).toBe(false)
    expect(await world.isNamed(next.address)).toBe(true)
  })

  test('is neither counted as free nor given to anybody before', async () => {
    const { address } = await published('sold')
    await world.release(address.id)
    const free = async () => {
      const [row] = await world.sql<{ free: number }[]>`select coalesce(sum(free), 0)::int as free
        from app.count_public_addresses() where zone_id = ${world.estate.zone.zoneId}`
      return row?.free ?? 0
    }
    const before = await free()
    await world.pass()
    expect(await free()).toBe(before + 1)
  })

  test('gets no name of its former holder when it is released while a pass is planning', async () => {
    const id = await world.server('raced')
    const { id: addressId, address } = await world.address(id)
    let pass: Promise<void> | undefined
    await world.sql.begin(async (tx) => {
      await tx`update public_addresses set instance_id = null, released_at = now() where id = ${addressId}`
      pass = world.pass()
      await expect.poll(() => countWaiting(tx)).toBe(1)
    })
    await pass
    expect(await world.isNamed(address)).toBe(false)
    expect(Object.keys(await world.published()).filter((each) => !each.endsWith(' NS'))).toEqual([])
  })
})

describe('failures', () => {
  test('an unreachable server is said, and the write is tried again', async () => {
    const id = await world.server('later')
    await world.address(id)
    world.spoken.server = mayNotWrite()
    await world.pass()
    expect(await world.published()).toEqual({})
    const [service] = await world.sql`select failure_code, failure_text from name_services`
    expect(service).toEqual({ failure_code: 'unreachable', failure_text: 'connection refused' })
    world.spoken.server = world.dns
    await world.sql`update name_records set retry_at = null`
    await world.pass()
    expect(Object.keys(await world.published())).toHaveLength(3)
    expect(await world.sql`select from name_services where failure_code is null`).toHaveLength(1)
  })

  test('a record set that the server rejects keeps no other from being written', async () => {
    const [first, second] = [await world.server('fine'), await world.server('wrong')]
    await world.address(first)
    await world.address(second)
    world.spoken.server = broken({
      replaceRecords: async (own, records) => {
        if (records.some(({ name }) => name.startsWith('wrong.'))) throw new DnsError('rejected', 'no')
        await world.dns.replaceRecords(own, records)
      },
    })
    await world.pass()
    zone = await world.zone()
    expect(await world.published()).toHaveProperty([`fine.${zone} A`])
    expect(await world.rows()).toContainEqual(
      expect.objectContaining({ name: `wrong.${zone}`, failure: 'rejected', pending: true }),
    )
  })

  test.each(['before', 'after'] as const)(
    'a worker that dies %s its write is replaced, and nothing is lost or doubled',
    async (moment) => {
      const id = await world.server(`dead-${moment}`)
      const { address } = await world.address(id)
      world.spoken.server = broken({
        replaceRecords: async (own, records) => {
          if (moment === 'after') await world.dns.replaceRecords(own, records)
          throw new Error('killed')
        },
      })
      await expect(world.pass('the dead one')).rejects.toThrow('killed')
      // SIGKILL leaves its lease.
      await world.sql`update name_services set lease_holder = 'the dead one', lease_until = now() + interval '1 minute'`
      world.spoken.server = world.dns
      await world.pass('the next one')
      expect((await world.rows()).some(({ pending }) => pending)).toBe(true)
      await world.sql`update name_services set lease_until = now()`
      await world.pass('the next one')
      expect((await world.rows()).some(({ pending }) => pending)).toBe(false)
      zone = await world.zone()
      expect(await world.published()).toMatchObject({ [`dead-${moment}.${zone} A`]: address })
      expect(Object.keys(await world.published())).toHaveLength(3)
    },
  )
})

describe('drift', () => {
  const record = (name: string, contents: string[], mark: string | null = null) => ({
    name,
    type: 'A',
    ttl: 60,
    contents,
    mark,
  })

  test('a missing, a changed and a replaced record set are written again within one comparison', async () => {
    const { address, host } = await published('healed')
    const before = await world.published()
    for (const outside of [
      () => world.dns.replaceRecords(zone, [record(host, [])]),
      () => world.dns.replaceRecords(zone, [record(host, ['192.0.2.66'])]),
      () => world.dns.replaceRecords(zone, [record(host, [address.address])]),
      () => world.dns.deleteZone(zone),
    ]) {
      await outside()
      await world.tend()
      expect(await world.published()).toEqual(before)
      await world.tend()
      expect(await world.differences()).toEqual([])
    }
  })

  test('a record set of a stranger in a zone of a project is shown, kept, and its address held', async () => {
    await published('neighbour')
    await world.dns.replaceRecords(zone, [record(`stranger.${zone}`, ['198.51.100.250'])])
    await world.tend()
    expect(await world.differences()).toEqual([`foreign open stranger.${zone} A`])
    expect(await world.published()).toHaveProperty([`stranger.${zone} A`])
    expect(await world.isNamed('198.51.100.250')).toBe(true)
    await world.sql`update name_differences set state = 'remove' where ended_at is null`
    await world.pass()
    expect(await world.published()).not.toHaveProperty([`stranger.${zone} A`])
    expect(await world.differences()).toEqual([])
  })

  test('record sets of the operator in the zones that both use are left alone', async () => {
    const id = await world.server('shared')
    const { address } = await world.address(id)
    const [name = ''] = ptr(address).split(' ')
    const reverseZone = name.split('.').slice(1).join('.')
    await world.dns.ensureZone(reverseZone, nameServers)
    const own = { ...record(name, ['old.operator.example']), type: 'PTR' }
    await world.dns.replaceRecords(reverseZone, [own])
    await world.dns.replaceRecords(domain, [record(`portal.${domain}`, ['192.0.2.1'])])
    await world.tend()
    expect(await world.published()).toMatchObject({
      [`${name} PTR`]: 'old.operator.example',
      [`portal.${domain} A`]: '192.0.2.1',
    })
    expect(await world.differences()).toEqual([])
    expect(await world.rows()).toContainEqual(expect.objectContaining({ name, failure: 'foreign' }))
    await world.dns.replaceRecords(reverseZone, [{ ...own, contents: [] }])
    await world.dns.replaceRecords(domain, [record(`portal.${domain}`, [])])
    await world.sql`update name_records set retry_at = null`
    await world.pass()
    expect(await world.published()).toMatchObject({ [`${name} PTR`]: `shared.${await world.zone()}` })
  })

  test('a name that a stranger holds as an alias becomes the server’s', async () => {
    await published('first-one')
    const id = await world.server('taken')
    await world.dns.replaceRecords(zone, [
      { ...record(`taken.${zone}`, ['elsewhere.example']), type: 'CNAME' },
    ])
    const { address } = await world.address(id)
    await world.pass()
    expect(await world.published()).toMatchObject({ [`taken.${zone} A`]: address })
    expect(await world.published()).not.toHaveProperty([`taken.${zone} CNAME`])
  })
})

describe('a database restored from a backup', () => {
  const lose = async () => {
    await world.sql`insert into installation_facts (name, value) values ('data_lost_at', ${new Date(Date.now() + 1e9).toISOString()})
      on conflict (name) do update set value = excluded.value`
    await world.sql`update name_records set unverified = true`
  }
  const found = () => world.sql`delete from installation_facts where name = 'data_lost_at'`
  afterAll(found)

  test('writes nothing before a comparison has succeeded', async () => {
    const { id } = await published('early')
    const before = await world.published()
    await lose()
    await world.rename(id, 'renamed-early')
    world.spoken.server = broken({ listZones: () => Promise.reject(new DnsError('unreachable', 'away')) })
    await world.tend()
    expect(await world.published()).toEqual(before)
    await found()
  })

  test('rows that the DNS server matches are confirmed; others wait for a person', async () => {
    const { address, host } = await published('kept')
    await world.dns.replaceRecords(zone, [
      { name: host, type: 'A', ttl: 60, contents: ['198.51.100.240'], mark: await mark() },
    ])
    await lose()
    await found()
    await world.tend()
    await world.tend()
    expect(await world.differences()).toEqual([`changed held ${host} A`])
    expect(await world.published()).toMatchObject({ [`${host} A`]: '198.51.100.240' })
    expect(await world.sql`select name from name_records where unverified`).toEqual([{ name: host }])
    expect(await world.isNamed('198.51.100.240')).toBe(true)
    // The customer changes it: that is newer than the backup.
    const other = await world.address((await serverOf(address.id)) ?? null)
    await world.pass()
    expect(await world.published()).toMatchObject({ [`${host} A`]: `${address.address} ${other.address}` })
  })

  test('a record set of a customer whose rows were lost is kept, its address held, and its label not reused', async () => {
    await published('present')
    const lost = `customer.${domain}`
    await world.dns.ensureZone(lost, nameServers)
    const own = { ttl: 60, mark: await mark() }
    await world.dns.replaceRecords(domain, [{ ...own, name: lost, type: 'NS', contents: nameServers }])
    await world.dns.replaceRecords(lost, [
      { ...own, name: `web.${lost}`, type: 'A', contents: ['198.51.100.230'] },
    ])
    await world.tend()
    expect(await world.differences()).toEqual([
      `unexplained open ${lost} NS`,
      `unexplained open web.${lost} A`,
    ])
    expect(await world.isNamed('198.51.100.230')).toBe(true)
    const { foreign } = world.estate
    await world.sql`update projects set name = 'Customer' where id = ${foreign.projectId}`
    await world.address(await world.server('theirs', foreign), foreign)
    await world.pass()
    expect(await world.zone(foreign)).not.toBe(lost)
    await world.sql`update name_differences set state = 'remove' where ended_at is null`
    await world.pass()
    expect(await world.isNamed('198.51.100.230')).toBe(false)
    expect(await world.differences()).toEqual([])
  })

  const mark = async () => {
    const [row] = await world.sql<{ value: string }[]>`
      select value from installation_facts where name = 'installation_id'`
    return `${row?.value} ${newId('organisation')}`
  }
  const serverOf = async (id: string) => {
    const [row] = await world.sql<{ instance_id: `ins_${string}` | null }[]>`
      select instance_id from public_addresses where id = ${id}`
    return row?.instance_id
  }
})
