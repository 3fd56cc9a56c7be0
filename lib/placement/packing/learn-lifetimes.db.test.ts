import { beforeAll, expect, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { learnLifetimes } from './learn-lifetimes'
import { callLifetimesOfZone, callServersByHost, findLifetimes } from './queries/lifetimes'

const { sql } = useTestDatabase()
let tenants: TestBuyer[]
let made = 0

beforeAll(async () => {
  tenants = await makeBuyers(sql, 2)
})

const hour = 3_600_000
const start = Date.parse('2030-03-01T00:00:00Z')
const at = (hours: number) => systemTestContext(new Date(start + hours * hour))

/** A server that was on a host of the zone from one hour to another, or still is. */
async function addServer(
  zone: TestZone,
  from: number,
  to: number | null,
  tenant = tenants[0],
): Promise<void> {
  made += 1
  const [created, ended] = [new Date(start + from * hour), to === null ? null : new Date(start + to * hour)]
  await sql`
    insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, host_id, vcpu, memory_mib,
      disk_gib, pool_gib, state, created_at, posted_at, ended_at)
    values (${`alc_learnt_${made}`}, ${tenant?.organisationId ?? ''}, ${tenant?.projectId ?? ''}, 'instance', ${`ins_learnt_${made}`},
      ${zone.zoneId}, ${zone.hostIds[0] ?? ''}, 2, 4096, 10, 0, ${ended ? 'released' : 'posted'}, ${created}, ${created}, ${ended})`
}

const learntOf = (zone: TestZone) => withSystem(at(0), (tx) => findLifetimes(tx, zone.zoneId))
const sum = (amounts: readonly number[]) => amounts.reduce((total, each) => total + each, 0)

test('a zone learns from each server of every organisation once, with any number of runs and workers', async () => {
  const zones = [await makeZone({ count: 1, vcpu: 64 }), await makeZone({ count: 1, vcpu: 64 })] as const
  for (const zone of zones) {
    await addServer(zone, 0, 5)
    await addServer(zone, 1, 30, tenants[1])
    await addServer(zone, 2, null)
    await addServer(zone, 60, null)
  }
  // Two concurrent workers, then again at the same time: nothing is left to learn.
  await Promise.all([learnLifetimes(at(50)), learnLifetimes(at(50))])
  await learnLifetimes(at(50))
  const halfway = await learntOf(zones[0])
  expect(halfway).toMatchObject({ servers: 2n, learntUntil: new Date(start + 50 * hour - 300_000) })
  const [kind] = halfway?.kinds ?? []
  expect(halfway?.kinds).toHaveLength(1)
  expect(kind).toMatchObject({ vcpu: 2, memoryMib: 4_096, magnitude: 0 })
  // Two have ended, of two vCPU each; three ran for 5 + 29 + 47.9 hours, in steps of five minutes, and fade a
  // little.
  expect(sum(kind?.endings ?? [])).toBeGreaterThan(3.8)
  expect(sum(kind?.endings ?? [])).toBeLessThanOrEqual(4)
  const steps = (2 * (5 + 29 + 48 - 1 / 12) * hour) / 300_000
  expect(sum(kind?.watched ?? [])).toBeGreaterThan(0.95 * steps)
  expect(sum(kind?.watched ?? [])).toBeLessThanOrEqual(steps)

  await learnLifetimes(at(98))
  expect((await learntOf(zones[0]))?.servers).toBe(2n)
  expect((await learntOf(zones[0]))?.kinds).toEqual((await learntOf(zones[1]))?.kinds)
})

test('a zone with unreadable lifetimes is reported, and the others learn', async () => {
  const zones = [await makeZone({ count: 1, vcpu: 64 }), await makeZone({ count: 1, vcpu: 64 })]
  for (const zone of zones) await addServer(zone, 0, 5)
  const [broken, other] = zones.sort((a, b) => (a.zoneId < b.zoneId ? -1 : 1))
  if (!broken || !other) throw new Error('there are two zones')
  await sql`insert into placement_lifetimes (zone_id, learnt_until, servers, kinds)
    values (${broken.zoneId}, ${new Date(start)}, 0, '[null]')`
  await expect(learnLifetimes(at(50))).rejects.toMatchObject({
    errors: [{ message: `zone ${broken.zoneId} failed`, cause: expect.any(TypeError) }],
  })
  expect(await learntOf(other)).toMatchObject({ servers: 1n })
  // The next test's passes learn all zones.
  await sql`delete from placement_lifetimes where zone_id = ${broken.zoneId}`
})

test('a pass that is stopped ends before its next window, and the next pass continues', async () => {
  const zone = await makeZone({ count: 1, vcpu: 64 })
  await addServer(zone, 0, 5)
  await learnLifetimes(at(20))
  const first = await learntOf(zone)
  await learnLifetimes(at(200), AbortSignal.abort())
  expect(await learntOf(zone)).toEqual(first)
  await learnLifetimes(at(200))
  expect((await learntOf(zone))?.learntUntil).toEqual(new Date(start + 200 * hour - 300_000))
})

test('a zone without servers learns nothing', async () => {
  const zone = await makeZone({ count: 1, vcpu: 4 })
  await learnLifetimes(at(50))
  expect(await learntOf(zone)).toBeNull()
})

test('an order is planned with servers of all organisations, without access to their owners or the lifetimes table', async () => {
  const zone = await makeZone({ count: 1, vcpu: 64 })
  await addServer(zone, 0, null)
  await addServer(zone, 1, null, tenants[1])
  await addServer(zone, 0, 2, tenants[1])
  await learnLifetimes(at(20))
  const [buyer] = tenants
  if (!buyer) throw new Error('there is a buyer')
  const ctx = buyer.as()
  await withOrganisation(ctx, async (tx) => {
    const servers = await callServersByHost(tx, zone.zoneId)
    expect(servers.map(({ createdSeconds }) => createdSeconds)).toEqual([
      start / 1_000,
      start / 1_000 + 3_600,
    ])
    expect(Object.keys(servers[0] ?? {}).sort()).toEqual(
      ['hostId', 'vcpu', 'memoryMib', 'orderCount', 'createdSeconds'].sort(),
    )
    expect(await callLifetimesOfZone(tx, zone.zoneId)).toHaveLength(1)
  })
  await expect(withOrganisation(ctx, (tx) => findLifetimes(tx, zone.zoneId))).rejects.toThrow()
})
