import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation, withShared, withSystem } from '~/db/client'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { listZones } from '~/lib/catalogue'
import { newId } from '~/lib/kernel/ids'
import { claimCapacity, countStockIn } from '~/lib/placement'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { makeZone, type TestZone } from '../testing/datacenter'
import { listInventory } from './list-inventory'
import { recordZoneReach } from './record-zone-reach'

const shape = { vcpu: 1, memoryMib: 1024, diskGib: 10, poolGib: 0, volumeClass: null }
const worker = systemTestContext()
const staff = staffTestContext(newId('staff'), ['capacity'])
const refused = { code: 'hypervisor_unreachable', text: 'connect ECONNREFUSED' }

describe('a zone on a real hypervisor', () => {
  const database = useTestDatabase()
  const { sql } = database
  let buyer: TestBuyer
  let bound: TestZone
  let simulated: TestZone

  beforeAll(async () => {
    buyer = await makeBuyer(sql)
    bound = await makeZone({ count: 1, vcpu: 8 })
    simulated = await makeZone({ count: 1, vcpu: 8 })
  })

  const member = () => buyer.as()
  const order = () =>
    withOrganisation(member(), (tx) =>
      claimCapacity(tx, member(), {
        ...buyer,
        zoneId: bound.zoneId,
        resources: [{ ...shape, resourceId: newId('instance'), resourceKind: 'instance' }],
      }),
    )
  const stock = (zone: TestZone) => withSystem(worker, (tx) => countStockIn(tx, zone.zoneId, shape))
  const shown = async () =>
    (await withShared(member(), listZones)).find((zone) => zone.id === bound.zoneId)?.state
  const reach = async () =>
    (await listInventory(staff)).find((zone) => zone.id === bound.zoneId)?.reach ?? null

  test('is not checked while it is simulated', async () => {
    await recordZoneReach(worker, () => Promise.reject(new Error('there is nothing to reach')))
    expect([await stock(bound), await stock(simulated)]).toEqual([8, 8])
    expect(await reach()).toBeNull()
  })

  test('sells nothing before a worker has reached it, and other zones are offered', async () => {
    await sql`update zones set driver = 'incus' where id = ${bound.zoneId}`
    expect([await stock(bound), await stock(simulated)]).toEqual([0, 8])
    expect(await shown()).toBe('unreachable')
    expect(await reach()).toEqual({ isReachable: false, reachedAt: null, failure: null })
    expect(await order()).toMatchObject({
      outcome: 'insufficient_capacity',
      short: 'zone',
      elsewhere: [{ zoneId: simulated.zoneId }],
    })
  })

  test('shows the operator a worker’s failure', async () => {
    await recordZoneReach(worker, async () => ({ code: 'no_means', text: '' }))
    expect(await reach()).toMatchObject({ isReachable: false, failure: { code: 'no_means' } })
    await recordZoneReach(worker, async () => refused)
    expect(await reach()).toMatchObject({ isReachable: false, reachedAt: null, failure: refused })
    expect(await order()).toMatchObject({ outcome: 'insufficient_capacity', short: 'zone' })
  })

  test('sells if one worker reaches it, even if another cannot', async () => {
    await recordZoneReach(worker, async () => null)
    await recordZoneReach(worker, async () => refused)
    expect(await shown()).toBe('in_service')
    expect(await reach()).toMatchObject({ isReachable: true, failure: null })
    expect(await order()).toMatchObject({ outcome: 'claimed' })
  })

  test('stops selling if no worker has reached it for twenty seconds', async () => {
    const silentFor = (seconds: number) =>
      sql`update zone_reach set reached_at = clock_timestamp() - ${seconds} * interval '1 second'`
    await silentFor(15)
    expect(await stock(bound)).toBe(7)
    await silentFor(21)
    expect(await stock(bound)).toBe(0)
    expect(await reach()).toMatchObject({ isReachable: false, failure: refused })
  })

  test('can be marked by the product only', async () => {
    await expect(recordZoneReach(staff, async () => null)).rejects.toMatchObject({ code: 'forbidden' })
    const portal = database.sqlAs('andromede_portal')
    await expect(portal`update zone_reach set reached_at = now()`).rejects.toMatchObject({ code: '42501' })
  })
})
