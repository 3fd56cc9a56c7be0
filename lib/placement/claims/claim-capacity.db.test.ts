import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone } from '~/lib/datacentre/testing/datacenter'
import { type Id, newId } from '~/lib/kernel/ids'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { countStock, countStockIn } from '../headroom/count-stock'
import type { PlaceableResource } from '../scheduler/place-snapshot'
import { endAllocation, postAllocation, resizeAllocation } from './allocations'
import { claimCapacity, freeTries } from './claim-capacity'

const shape = { vcpu: 1, memoryMib: 1024, diskGib: 10, poolGib: 0, volumeClass: null }
const server = (): PlaceableResource => ({
  ...shape,
  resourceId: newId('instance'),
  resourceKind: 'instance',
})

describe('claiming capacity', () => {
  const { sql } = useTestDatabase()
  let rivals: TestBuyer[]

  beforeAll(async () => {
    rivals = await makeBuyers(sql, 2)
  })

  const buyer = () => rivals[0] as TestBuyer
  const claim = (organisation: TestBuyer, zoneId: Id<'zone'>, resources: PlaceableResource[], hooks = {}) =>
    withOrganisation(organisation.as(), (tx) =>
      claimCapacity(tx, organisation.as(), { ...organisation, zoneId, resources }, hooks),
    )
  const freeOf = async (zoneId: string) =>
    (await sql`select sum(vcpu_free)::int as vcpu from hosts where zone_id = ${zoneId}`)[0]?.vcpu

  test('a rival on the planned host makes the claim try another one, and the last attempt finds the last slot', async () => {
    const { zoneId } = await makeZone({ count: freeTries + 1, vcpu: 1 })
    let stolen = 0
    const outcome = await claim(buyer(), zoneId, [server()], {
      // The rival's own connection claims exactly the host just planned, and commits.
      afterPlan: async (places: { hostId: string | null }[]) => {
        const rows =
          await sql`update hosts set vcpu_free = vcpu_free - 1 where id = ${places[0]?.hostId ?? ''} and vcpu_free >= 1 returning id`
        stolen += rows.length
      },
    })
    expect(outcome).toMatchObject({ outcome: 'claimed', attempts: freeTries + 1 })
    expect(stolen).toBe(freeTries)
    expect(await freeOf(zoneId)).toBe(0)
  })

  test('1,000 forced interleavings: the stale candidate is never oversold and the next one is found', async () => {
    const { zoneId } = await makeZone({ count: 12, vcpu: 1_000 })
    const before = await freeOf(zoneId)
    let wrong = 0
    let most = 0
    for (let round = 0; round < 1_000; round += 1) {
      const emptied: { id: string; vcpuFree: number }[] = []
      const outcome = await claim(buyer(), zoneId, [server()], {
        afterPlan: async (places: { hostId: string | null }[], attempt: number) => {
          // One to three rivals in a row, each claiming all that is left on the planned host.
          if (attempt > 1 + (round % 3)) return
          const [host] =
            await sql`update hosts h set vcpu_free = 0 from hosts o where h.id = ${places[0]?.hostId ?? ''} and o.id = h.id returning h.id, o.vcpu_free`
          emptied.push({ id: host?.id, vcpuFree: host?.vcpu_free })
        },
      })
      for (const host of emptied)
        await sql`update hosts set vcpu_free = ${host.vcpuFree} where id = ${host.id}`
      if (outcome.outcome !== 'claimed' || emptied.some((host) => host.id === outcome.places[0]?.hostId))
        wrong += 1
      else most = Math.max(most, outcome.attempts)
    }
    expect(wrong).toBe(0)
    expect(most).toBe(freeTries + 1)
    expect(await freeOf(zoneId)).toBe(before - 1_000)
    const [held] =
      await sql`select coalesce(sum(vcpu), 0)::int as vcpu from allocations where zone_id = ${zoneId} and state = 'pending'`
    expect(held?.vcpu).toBe(1_000)
  }, 120_000)

  test('several resources are claimed together or not at all', async () => {
    const { zoneId } = await makeZone({ count: 2, vcpu: 2 })
    expect(await claim(buyer(), zoneId, [server(), server(), server(), server(), server()])).toMatchObject({
      outcome: 'insufficient_capacity',
      short: 'vcpu',
    })
    expect(await freeOf(zoneId)).toBe(4)
    const outcome = await claim(buyer(), zoneId, [server(), server(), server(), server()])
    expect(outcome.outcome === 'claimed' && new Set(outcome.places.map((place) => place.address)).size).toBe(
      4,
    )
    expect(await freeOf(zoneId)).toBe(0)
  })

  test('a refusal names the scarce resource and the quantity available in other zones', async () => {
    const full = await makeZone({ count: 1, vcpu: 1 }, { poolGib: 10 })
    const roomy = await makeZone({ count: 3, vcpu: 7 }, { poolGib: 500 })
    const large = { ...server(), vcpu: 2, memoryMib: 2048 }
    const refused = await claim(buyer(), full.zoneId, [large])
    expect(refused).toMatchObject({ outcome: 'insufficient_capacity', short: 'vcpu', zoneId: full.zoneId })
    expect(refused.outcome === 'insufficient_capacity' && refused.elsewhere).toContainEqual({
      zoneId: roomy.zoneId,
      count: 9,
    })
    const volume: PlaceableResource = {
      vcpu: 0,
      memoryMib: 0,
      diskGib: 0,
      poolGib: 100,
      volumeClass: 'fast',
      resourceId: newId('volume'),
      resourceKind: 'volume',
    }
    expect(await claim(buyer(), full.zoneId, [volume])).toMatchObject({
      outcome: 'insufficient_capacity',
      short: 'volume',
    })
  })

  test('a claim over the quota is refused with its figures, and nothing is claimed', async () => {
    const { zoneId } = await makeZone({ count: 2, vcpu: 10 })
    const [small] = await makeBuyers(sql, 1, { quotas: { vcpu: 3 } })
    expect(await claim(small as TestBuyer, zoneId, [server(), server()])).toMatchObject({
      outcome: 'claimed',
    })
    expect(await claim(small as TestBuyer, zoneId, [server(), server()])).toEqual({
      outcome: 'quota_exceeded',
      resource: 'vcpu',
      limit: 3,
      used: 2,
      asked: 2,
    })
    expect(await freeOf(zoneId)).toBe(18)
  })

  test('claims of one server at a time meet the same quota, and a refused one leaves nothing claimed', async () => {
    const { zoneId } = await makeZone({ count: 2, vcpu: 10 })
    const [small] = await makeBuyers(sql, 1, { quotas: { vcpu: 2 } })
    const one = () => claim(small as TestBuyer, zoneId, [server()])
    expect([await one(), await one()]).toMatchObject([{ outcome: 'claimed' }, { outcome: 'claimed' }])
    const usedOf = async () =>
      sql`select resource, used from quotas where organisation_id = ${small?.organisationId ?? ''} order by resource`
    const before = await usedOf()
    expect(await one()).toEqual({ outcome: 'quota_exceeded', resource: 'vcpu', limit: 2, used: 2, asked: 1 })
    expect(await usedOf()).toEqual(before)
    expect(await freeOf(zoneId)).toBe(18)
  })

  test('the last addresses of a zone are sold once each, and then no more', async () => {
    const { zoneId } = await makeZone({ count: 2, vcpu: 10 })
    const { organisationId, projectId } = buyer()
    await sql`insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, vcpu, memory_mib,
        disk_gib, pool_gib, address, state, created_at)
      select 'alc_taken_' || n, ${organisationId}, ${projectId}, 'instance', 'ins_taken_' || n, ${zoneId}, 0, 0, 0, 0,
        app.address_at((select address_prefix from zones where id = ${zoneId}), n), 'posted', now()
      from generate_series(3, 64515) n`
    const addresses = new Set<string | null | undefined>()
    for (let sold = 0; sold < 3; sold += 1) {
      const outcome = await claim(buyer(), zoneId, [server()])
      if (outcome.outcome !== 'claimed') throw new Error(`answered ${outcome.outcome}`)
      addresses.add(outcome.places[0]?.address)
    }
    expect(addresses.size).toBe(3)
    expect(await claim(buyer(), zoneId, [server()])).toMatchObject({
      outcome: 'insufficient_capacity',
      short: 'address',
    })
    expect(await freeOf(zoneId)).toBe(17)
  })

  test('a host or zone that is not in service sells nothing', async () => {
    const zone = await makeZone({ count: 2, vcpu: 4 })
    await sql`update hosts set state = 'cordoned' where id = ${zone.hostIds[0] ?? ''}`
    const stock = await withOrganisation(buyer().as(), (tx) => countStock(tx, { small: shape }))
    expect(stock[zone.zoneId]).toEqual({ small: { free: 4, total: 4, short: null } })
    await sql`update zones set state = 'maintenance' where id = ${zone.zoneId}`
    expect(await withOrganisation(buyer().as(), (tx) => countStockIn(tx, zone.zoneId, shape))).toBe(0)
    expect(await claim(buyer(), zone.zoneId, [server()])).toMatchObject({
      outcome: 'insufficient_capacity',
      short: 'zone',
    })
  })

  test('a claim is posted, resized and ended once; ending it frees everything', async () => {
    const { zoneId } = await makeZone({ count: 1, vcpu: 10 })
    const one = server()
    await claim(buyer(), zoneId, [one])
    const ctx = systemTestContext()
    const system = <T>(run: Parameters<typeof withSystem<T>>[1]) => withSystem(ctx, run)
    expect(await system((tx) => postAllocation(tx, one.resourceId, ctx.now))).toBe(true)
    expect(await system((tx) => postAllocation(tx, one.resourceId, ctx.now))).toBe(false)
    expect(
      await system((tx) => resizeAllocation(tx, one.resourceId, { vcpu: 11, memoryMib: 1024, diskGib: 10 })),
    ).toBe('host_full')
    expect(
      await system((tx) => resizeAllocation(tx, one.resourceId, { vcpu: 4, memoryMib: 1024, diskGib: 10 })),
    ).toBe('resized')
    expect(await freeOf(zoneId)).toBe(6)
    expect(await system((tx) => endAllocation(tx, one.resourceId, 'released', ctx.now))).toBe(true)
    expect(await system((tx) => endAllocation(tx, one.resourceId, 'released', ctx.now))).toBe(false)
    expect(await freeOf(zoneId)).toBe(10)
  })
})
