import { beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { memberTestContext, staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { registerHost, registerRack, relabelHost } from '~/lib/datacentre'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { claimCapacity } from '../claims/claim-capacity'
import { getZone } from './get-zone'
import { setHeadroom } from './set-headroom'

const { sql } = useTestDatabase()
let buyers: TestBuyer[]

beforeAll(async () => {
  buyers = await makeBuyers(sql, 2)
})

/** Two racks of one host each: the load of one must fit in the other. */
async function twoRacks(vcpu: number, placement: 'spread' | 'pack' = 'spread'): Promise<TestZone> {
  const zone = await makeZone({ count: 1, vcpu }, { placement })
  const staff = staffTestContext('stf_test', ['capacity'])
  const { sites } = await getZone(staff, zone.zoneId)
  const roomId = sites[0]?.rooms[0]?.id
  if (!roomId) throw new Error('the zone has a room')
  const rackId = await registerRack(seedContext(), { roomId, name: '02' })
  const hostId = await registerHost(seedContext(), {
    rackId,
    name: `second-${zone.zoneId.slice(-8)}`,
    generation: 'G3',
    vcpuPhysical: vcpu,
    vcpuOvercommitPercent: 100,
    memoryMibPhysical: vcpu * 4096,
    diskGibPhysical: vcpu * 100,
  })
  return { ...zone, hostIds: [...zone.hostIds, hostId] }
}

const size = { vcpu: 1, memoryMib: 1024, diskGib: 10, poolGib: 0, volumeClass: null }
async function claimOne(zone: TestZone, requiredLabels?: Record<string, string>, buyer = buyers[0]) {
  if (!buyer) throw new Error('there is a buyer')
  const { organisationId, projectId, accountId } = buyer
  const ctx = memberTestContext(accountId, { organisationId, role: 'technical' }, { now: new Date() })
  const resource = {
    ...size,
    resourceKind: 'instance' as const,
    resourceId: newId('instance'),
    requiredLabels,
  }
  return withOrganisation(ctx, (tx) =>
    claimCapacity(tx, ctx, { organisationId, projectId, zoneId: zone.zoneId, resources: [resource] }),
  )
}

async function sellOut(zone: TestZone, most: number): Promise<number> {
  for (let sold = 0; sold < most; sold += 1) {
    const { outcome } = await claimOne(zone)
    if (outcome !== 'claimed') return sold
  }
  return most
}

test('a zone with headroom sells half of two equal racks and reports why it stops', async () => {
  const zone = await twoRacks(4)
  await setHeadroom(seedContext(), { zoneId: zone.zoneId, keepsHeadroom: true })
  expect(await sellOut(zone, 9)).toBe(4)
  expect(await claimOne(zone)).toMatchObject({ outcome: 'insufficient_capacity', short: 'headroom' })
  const staff = staffTestContext('stf_test', ['capacity'])
  const detail = await getZone(staff, zone.zoneId)
  expect(detail.headroom.fatal).toEqual([])
  expect(detail.zone.capacity.vcpu).toEqual({ free: 4, total: 8 })

  await setHeadroom(seedContext(), { zoneId: zone.zoneId, keepsHeadroom: false })
  await expect.poll(async () => (await claimOne(zone)).outcome).toBe('claimed')
  expect((await getZone(staff, zone.zoneId)).headroom.fatal.length).toBeGreaterThan(0)
})

test('a zone that packs keeps the same headroom: it sells as much as one that spreads, and no more', async () => {
  const zone = await twoRacks(4, 'pack')
  await setHeadroom(seedContext(), { zoneId: zone.zoneId, keepsHeadroom: true })
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, (_, i) => claimOne(zone, undefined, buyers[i % 2])),
  )
  expect(outcomes.filter(({ outcome }) => outcome === 'claimed')).toHaveLength(4)
  expect(await claimOne(zone)).toMatchObject({ outcome: 'insufficient_capacity', short: 'headroom' })
  const { headroom } = await getZone(staffTestContext('stf_test', ['capacity']), zone.zoneId)
  expect(headroom.fatal).toEqual([])
})

test('concurrent claims that would each leave enough headroom cannot use it up together', async () => {
  const zone = await twoRacks(4)
  await setHeadroom(seedContext(), { zoneId: zone.zoneId, keepsHeadroom: true })
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, (_, i) => claimOne(zone, undefined, buyers[i % 2])),
  )
  expect(outcomes.filter(({ outcome }) => outcome === 'claimed')).toHaveLength(4)
})

test('a refused order is offered a zone with headroom only as long as a claim there succeeds', async () => {
  const full = await makeZone({ count: 1, vcpu: 1 })
  const zone = await twoRacks(4)
  await setHeadroom(seedContext(), { zoneId: zone.zoneId, keepsHeadroom: true })
  expect((await claimOne(full)).outcome).toBe('claimed')
  const isOffered = async () => {
    const refused = await claimOne(full)
    if (refused.outcome !== 'insufficient_capacity') throw new Error('the zone is full')
    return refused.elsewhere.some(({ zoneId }) => zoneId === zone.zoneId)
  }
  for (let sold = 0; sold < 4; sold += 1) {
    expect(await isOffered()).toBe(true)
    expect((await claimOne(zone)).outcome).toBe('claimed')
  }
  expect(await isOffered()).toBe(false)
  expect(await claimOne(zone)).toMatchObject({ short: 'headroom' })
})

test('only roles that may change the inventory set the headroom, of an existing zone', async () => {
  const zone = await twoRacks(1)
  const asked = { zoneId: zone.zoneId, keepsHeadroom: true }
  await expect(setHeadroom(staffTestContext('stf_test', ['support']), asked)).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(setHeadroom(seedContext(), { ...asked, zoneId: newId('zone') })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('a server is placed on a host with the labels of its bundle, or refused with reason `label`', async () => {
  const zone = await makeZone({ count: 3, vcpu: 4 })
  const labelled = zone.hostIds[1]
  if (!labelled) throw new Error('three hosts')
  await relabelHost(
    { ...systemTestContext(), surface: 'operator' },
    { hostId: labelled, labels: { gpu: 'a40' } },
  )
  const claimed = await claimOne(zone, { gpu: 'a40' })
  expect(claimed).toMatchObject({ outcome: 'claimed', places: [{ hostId: labelled }] })
  expect(await claimOne(zone, { gpu: 'h100' })).toMatchObject({
    outcome: 'insufficient_capacity',
    short: 'label',
  })
})
