import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import type { Id } from '~/lib/kernel/ids'
import { newId } from '~/lib/kernel/ids'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { getZone } from '../headroom/get-zone'
import { setPlacement } from '../packing/set-placement'
import type { PlaceableResource } from '../scheduler/place-snapshot'
import { claimCapacity } from './claim-capacity'

const { sql } = useTestDatabase()
let tenants: TestBuyer[]

beforeAll(async () => {
  tenants = await makeBuyers(sql, 2)
})

const server = (vcpu = 1): PlaceableResource => ({
  vcpu,
  memoryMib: vcpu * 1_024,
  diskGib: 1,
  poolGib: 0,
  volumeClass: null,
  resourceId: newId('instance'),
  resourceKind: 'instance',
})

function claim(zoneId: Id<'zone'>, resources: PlaceableResource[], tenant = tenants[0]) {
  if (!tenant) throw new Error('there is a tenant')
  const ctx = tenant.as('owner', new Date())
  return withOrganisation(ctx, (tx) => claimCapacity(tx, ctx, { ...tenant, zoneId, resources }))
}

const hostsInUse = async (zone: TestZone) =>
  (
    await sql<{ hosts: number }[]>`select count(distinct host_id)::int as hosts from allocations
      where zone_id = ${zone.zoneId} and state in ('pending', 'posted')`
  )[0]?.hosts

/** These claims belong to no resource of an order; the test only checks that nothing is oversold. */
const soldTwice = async () =>
  (await checkInvariants(sql)).filter(({ name }) => /capacity|quota|host|address/.test(name))

describe('a zone that packs', () => {
  test('sells its last slot and not one more to forty rivals at once', async () => {
    const zone = await makeZone({ count: 5, vcpu: 4, memoryMib: 4_096 }, { placement: 'pack' })
    const first = await Promise.all(
      Array.from({ length: 8 }, (_, i) => claim(zone.zoneId, [server()], tenants[i % 2])),
    )
    expect(first.every(({ outcome }) => outcome === 'claimed')).toBe(true)
    const rivals = await Promise.all(
      Array.from({ length: 40 }, (_, i) => claim(zone.zoneId, [server()], tenants[i % 2])),
    )
    expect(rivals.filter(({ outcome }) => outcome === 'claimed')).toHaveLength(12)
    expect(rivals.filter(({ outcome }) => outcome === 'insufficient_capacity')).toHaveLength(28)
    expect(await soldTwice()).toEqual([])
  })

  test('takes another host only when those in use are full', async () => {
    const zone = await makeZone({ count: 4, vcpu: 4, memoryMib: 4_096 }, { placement: 'pack' })
    for (let sold = 1; sold <= 8; sold += 1) {
      expect((await claim(zone.zoneId, [server()])).outcome).toBe('claimed')
      expect(await hostsInUse(zone)).toBe(Math.ceil(sold / 4))
    }
  })

  test('packs a bundle with its own policy in a zone that spreads', async () => {
    const zone = await makeZone({ count: 4, vcpu: 4, memoryMib: 4_096 })
    for (let sold = 0; sold < 4; sold += 1) await claim(zone.zoneId, [{ ...server(), placement: 'pack' }])
    expect(await hostsInUse(zone)).toBe(1)
    await claim(zone.zoneId, [server()])
    expect(await hostsInUse(zone)).toBe(2)
  })
})

test('the operator sets the policy of a zone, sees its result, and the change is recorded once', async () => {
  const zone = await makeZone({ count: 3, vcpu: 4, memoryMib: 4_096 })
  const staff = staffTestContext('stf_test' as Id<'staff'>, ['capacity'], new Date())
  await setPlacement(staff, { zoneId: zone.zoneId, placement: 'pack' })
  await setPlacement(staff, { zoneId: zone.zoneId, placement: 'pack' })
  expect((await claim(zone.zoneId, [server(), server()])).outcome).toBe('claimed')
  expect(await getZone(staff, zone.zoneId)).toMatchObject({
    zone: { placement: 'pack' },
    packing: { hostsInUse: 1, hostsEmpty: 2, learnt: null },
  })
  const events =
    await sql`select details from audit_events where event = 'zone.placement_changed' and subject_id = ${zone.zoneId}`
  expect(events).toEqual([{ details: { placement: 'pack' } }])
})

test('only roles that may change the inventory set the policy, of an existing zone', async () => {
  const zone = await makeZone({ count: 1, vcpu: 4 })
  const asked = { zoneId: zone.zoneId, placement: 'pack' as const }
  const support = staffTestContext('stf_test' as Id<'staff'>, ['support'])
  await expect(setPlacement(support, asked)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(setPlacement(seedContext(), { ...asked, zoneId: newId('zone') })).rejects.toMatchObject({
    code: 'not_found',
  })
})
