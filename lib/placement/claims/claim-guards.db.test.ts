/** The rows a claim depends on without a foreign key. */
import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone } from '~/lib/datacentre/testing/datacenter'
import { type Id, newId } from '~/lib/kernel/ids'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import type { PlaceableResource } from '../scheduler/place-snapshot'
import { claimCapacity } from './claim-capacity'

const addressesOfAZone = 64_516
const server = (): PlaceableResource => ({
  vcpu: 1,
  memoryMib: 1024,
  diskGib: 10,
  poolGib: 0,
  volumeClass: null,
  resourceId: newId('instance'),
  resourceKind: 'instance',
})

describe('rows a claim depends on', () => {
  const { sql } = useTestDatabase()
  let buyers: TestBuyer[]

  beforeAll(async () => {
    const quotas = { instances: 2_000, vcpu: 2_000, memory_mib: 9_000_000, disk_gib: 90_000 }
    buyers = await makeBuyers(sql, 2, { quotas })
  })

  const claim = (
    buyer: TestBuyer | undefined,
    zoneId: Id<'zone'>,
    count: number,
    projectId = '',
    resources = Array.from({ length: count }, server),
  ) => {
    if (!buyer) throw new Error('there are two buyers')
    const ctx = buyer.as()
    const request = { ...buyer, ...(projectId && { projectId: projectId as Id<'project'> }) }
    return withOrganisation(ctx, (tx) => claimCapacity(tx, ctx, { ...request, zoneId, resources }))
  }
  const addressesOf = (outcome: Awaited<ReturnType<typeof claim>>) => {
    if (outcome.outcome !== 'claimed') throw new Error(`answered ${JSON.stringify(outcome)}`)
    return outcome.places.map((place) => place.address)
  }
  const take = (zoneId: string, from: number, to: number) =>
    sql`insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, vcpu, memory_mib,
        disk_gib, pool_gib, address, state, created_at)
      select 'alc_' || ${zoneId} || n, ${buyers[0]?.organisationId ?? ''}, ${buyers[0]?.projectId ?? ''}, 'instance', 'ins_' || ${zoneId} || n,
        ${zoneId}, 0, 0, 0, 0, app.address_at((select address_prefix from zones where id = ${zoneId}), n), 'posted', now()
      from generate_series(${from}::int, ${to}::int) n`

  test.each([
    ['vcpu_free', -1],
    ['memory_mib_free', -1],
    ['disk_gib_free', -1],
    ['rack_unit', 0],
    ['height_units', 0],
    ['height_units', 21],
  ])('the table refuses a host with %s = %d', async (column, value) => {
    const { hostIds } = await makeZone({ count: 1, vcpu: 4 })
    const host = hostIds[0] ?? ''
    const change = (to: number) => sql`update hosts set ${sql(column)} = ${to} where id = ${host}`
    await change(1)
    await expect(change(value)).rejects.toMatchObject({ code: '23514' })
  })

  test.each(['vcpu', 'memory_mib', 'disk_gib', 'pool_gib'])(
    'the table refuses a claim with a negative %s',
    async (column) => {
      const { zoneId } = await makeZone({ count: 1, vcpu: 4 })
      await claim(buyers[0], zoneId, 1)
      const less = sql`update allocations set ${sql(column)} = -1 where zone_id = ${zoneId}`
      await expect(less).rejects.toMatchObject({ code: '23514' })
    },
  )

  test('neither the host nor the project of a claim can be deleted or moved', async () => {
    const { zoneId } = await makeZone({ count: 1, vcpu: 4 })
    const other = await makeZone({ count: 1, vcpu: 4 })
    await claim(buyers[0], zoneId, 1)
    const refused = { code: '23503' }
    await expect(sql`delete from hosts where zone_id = ${zoneId}`).rejects.toMatchObject(refused)
    await expect(
      sql`update hosts set zone_id = ${other.zoneId} where zone_id = ${zoneId}`,
    ).rejects.toMatchObject(refused)
    await expect(
      sql`update projects set id = 'prj_other' where id = ${buyers[0]?.projectId ?? ''}`,
    ).rejects.toMatchObject(refused)
    expect(await sql`delete from hosts where zone_id = ${other.zoneId} returning id`).toHaveLength(1)
  })

  test('a claim counts only for a project of its own organisation', async () => {
    const { zoneId } = await makeZone({ count: 1, vcpu: 4 })
    for (const count of [1, 2])
      expect(await claim(buyers[0], zoneId, count, buyers[1]?.projectId)).toMatchObject({
        outcome: 'quota_exceeded',
        limit: 0,
      })
    expect(await sql`select from allocations where zone_id = ${zoneId}`).toHaveLength(0)
  })

  test('many servers get the remaining free addresses, skipping those in use, each once', async () => {
    const { zoneId } = await makeZone({ count: 4, vcpu: 400 })
    // Every hundredth is free, and so is the end: from any starting point, most addresses found are in use.
    for (let from = 0; from + 100 <= 60_000; from += 100) await take(zoneId, from, from + 98)
    const addresses = addressesOf(await claim(buyers[0], zoneId, 900))
    expect(new Set(addresses).size).toBe(900)
    const [held] =
      await sql`select count(*)::int as n, count(distinct address)::int as distinct from allocations
      where zone_id = ${zoneId} and address is not null and state in ('pending', 'posted')`
    expect(held).toEqual({ n: 600 * 99 + 900, distinct: 600 * 99 + 900 })
  })

  test('several large concurrent orders get different addresses', async () => {
    const { zoneId } = await makeZone({ count: 8, vcpu: 400 })
    // So few are free that all of them find the same ones.
    await take(zoneId, 0, addressesOfAZone - 1 - 400)
    const outcomes = await Promise.all(
      [0, 1, 0, 1].map((buyer) => claim(buyers[buyer], zoneId, 100).then(addressesOf)),
    )
    expect(new Set(outcomes.flat()).size).toBe(400)
    expect(await claim(buyers[0], zoneId, 100)).toMatchObject({
      outcome: 'insufficient_capacity',
      short: 'address',
    })
    expect(await sql`select from hosts where zone_id = ${zoneId} and vcpu_free < 0`).toHaveLength(0)
    const [left] = await sql`select sum(vcpu_free)::int as vcpu from hosts where zone_id = ${zoneId}`
    expect(left?.vcpu).toBe(8 * 400 - 400)
  })

  test('an address released behind the search position is found when none is left ahead', async () => {
    const { zoneId } = await makeZone({ count: 1, vcpu: 400 })
    const resources = Array.from({ length: 100 }, server)
    const [drawn] =
      await sql`select ((hashtextextended(${resources[0]?.resourceId ?? ''}, 1) & 9223372036854775807) % ${addressesOfAZone})::int as start`
    const at = (offset: number) => (Number(drawn?.start) + offset) % addressesOfAZone
    // All are in use except a hundred, two hundred behind the search position.
    await take(zoneId, 0, addressesOfAZone - 1)
    const idOf = (offset: number) => `alc_${zoneId}${at(offset)}`
    const giveBack = (offsets: number[]) =>
      sql`update allocations set state = 'released' where id = any (${offsets.map(idOf)})`
    const free = Array.from({ length: 100 }, (_, i) => 200 + i)
    await giveBack(free)
    let outcome: ReturnType<typeof claim> | undefined
    await sql.begin(async (rival) => {
      await rival`update allocations set state = 'posted' where id = ${idOf(250)}`
      outcome = claim(buyers[0], zoneId, 100, '', resources)
      await expect.poll(() => countWaiting(sql)).toBe(1)
      await giveBack([10])
    })
    if (!outcome) throw new Error('the claim was asked for')
    const addresses = addressesOf(await outcome)
    expect(new Set(addresses).size).toBe(100)
    const [given] = await sql`select address from allocations where id = ${idOf(10)}`
    expect(addresses).toContain(given?.address)
  })
})
