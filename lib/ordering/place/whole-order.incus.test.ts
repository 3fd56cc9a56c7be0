import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withSystem } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { listZones } from '~/lib/catalogue'
import { recordZoneReach } from '~/lib/datacentre'
import { seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { type IncusDriver, openIncusDriver } from '~/lib/hypervisors/port/index'
import { ensureInstallationId } from '~/lib/hypervisors/queries/installation'
import { bindIncusZone, type Drivers, openDrivers } from '~/lib/hypervisors/runtime'
import { startIncusMember } from '~/lib/hypervisors/testing/incus-member'
import { soon } from '~/lib/hypervisors/testing/world'
import { type Id, isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { countStockIn } from '~/lib/placement'
import {
  attachVolume,
  deleteInstance,
  deleteVolume,
  purgeAfterGrace,
  restartInstance,
  startInstance,
  stopInstance,
} from '~/lib/resources'
import { definitionOf, sagaVocabulary } from '~/lib/resources/runtime'
import { rowProbeOn } from '~/lib/resources/testing/saga-rows'
import { restoreInstance } from '~/lib/resources/testing/unjudged'
import { engineDefaults, neverCrash, type SagaRunner, startSagaRunner } from '~/lib/sagas/runtime'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { defineSellingEntity, getOrder, placeOrder, refreshOrderLine, requestChange } from '../index'
import { makeCatalogue, serverOrder, type TestCatalogue, testSeller } from '../testing/order-world'

const member = await startIncusMember()
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
if (!member.available) console.warn(`the whole order on Incus is skipped: ${member.reason}`)
const socketPath = member.available ? member.socketPath : ''
const graceSeconds = 72 * 3600
const shape = { vcpu: 1, memoryMib: 1024, diskGib: 10, poolGib: 0, volumeClass: null }

describe.skipIf(!member.available)('a whole order on a connected Incus', () => {
  const database = useTestDatabase()
  const rows = rowProbeOn(database.sql)
  let drivers: Drivers
  let incus: IncusDriver
  let runner: SagaRunner
  let buyer: TestBuyer
  let zone: TestZone
  let small: TestCatalogue
  let large: Id<'bundle'>
  let aheadSeconds = 0
  const now = () => new Date(Date.now() + aheadSeconds * 1000)
  const customer = (): OpContext => buyer.as('owner', now())

  const bind = () => bindIncusZone(seedContext(now()), { socketPath })
  const catalogued = () =>
    rows.query(
      `select z.code, z.driver, z.address_prefix, h.name, h.state, h.vcpu_free, h.memory_mib_free, h.disk_gib_free, p.gib_free,
         (select array_agg(alias) from zone_images where zone_id = z.id) as aliases,
         (select count(*)::int from audit_events) as audited
       from zones z join hosts h on h.zone_id = z.id join storage_pools p on p.zone_id = z.id`,
    )
  const stateOf = async (id: string) =>
    (
      await rows.query<{ state: string }>(
        'select state from instances where id = $1 union all select state from volumes where id = $1',
        id,
      )
    )[0]?.state
  /** Bounded: a hanging saga fails the test and shows its state. */
  async function becomes(id: string, state: string) {
    runner.nudge()
    await expect.poll(() => stateOf(id), { timeout: 30_000, interval: 25 }).toBe(state)
  }
  const see = (id: string) => incus.observeInstance(id, soon())
  const answer = (id: string) => incus.httpGetFromInside(id, '/', soon())
  const usageOf = (id: string) =>
    rows.query(
      `select meter, bundle_id as bundle, started_at as from, ended_at as to from usage_intervals
       where resource_id = $1 order by meter, started_at, ended_at, recorded_at`,
      id,
    )
  /** The instant of the server's first transition between two states, to the second. */
  async function momentsOf(id: string) {
    const moves = await rows.query<{ move: string; at: Date }>(
      `select from_state || '>' || to_state as move, effective_at as at from state_transitions
       where resource_id = $1 order by effective_at, recorded_at, id`,
      id,
    )
    return (move: string) => moves.find((each) => each.move === move)?.at
  }
  /** Without the invariants that an organisation inserted directly cannot satisfy. */
  async function violated() {
    const sql = { unsafe: (text: string) => rows.query<Record<string, unknown>>(text) }
    const violations = await checkInvariants(sql as never)
    return violations.filter(({ name }) => name !== 'audited_orders')
  }

  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '1000'
    buyer = await makeBuyer(database.sql)
    await defineSellingEntity(seedContext(), testSeller)
    small = await makeCatalogue([])
    large = (await makeCatalogue([])).server
    await rows.query(
      'update bundles set vcpu = 2, memory_mib = 1536, root_disk_gib = 12 where id = $1',
      large,
    )
    drivers = await openDrivers({ incusSocket: socketPath, now })
    const installation = await withSystem(systemTestContext(), (tx) => ensureInstallationId(tx, '-'))
    incus = openIncusDriver({ socketPath, installation, now })
    runner = startSagaRunner({
      engine: {
        ...engineDefaults,
        definitionOf,
        vocabulary: sagaVocabulary,
        workerId: randomUUID(),
        driverFor: drivers.driverFor,
        now,
        random: Math.random,
        crash: neverCrash,
      },
      room: { perOrganisation: 8, total: 8 },
      sweepMs: 250,
    })
  })
  afterAll(async () => {
    await runner?.stop(5_000)
    await incus?.close()
    await drivers?.close()
  })

  it('sells the capacity of the hypervisor; binding it again changes nothing', async () => {
    expect(await bind()).toMatchObject({ outcome: 'bound', zoneCode: 'INC1', capacityKept: false })
    const first = await catalogued()
    expect(first).toMatchObject([
      { code: 'INC1', driver: 'incus', address_prefix: '', state: 'in_service', aliases: ['busybox'] },
    ])
    expect(await bind()).toMatchObject({ outcome: 'bound' })
    expect(await catalogued()).toEqual(first)
    // It identifies the hypervisor, so that a zone over HTTPS on the same one is refused.
    expect(await rows.query('select fingerprint from zone_reach')).toEqual([
      { fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
    const zones = await withSystem(systemTestContext(), (tx) => listZones(tx))
    const found = zones.find((each) => each.code === 'INC1')
    const image = found?.images[0]
    if (!found || !image || !isId('image', image.id)) throw new Error('the zone has an image')
    zone = { zoneId: found.id, hostIds: [], poolId: 'poo_none' }
    small = { ...small, imageId: image.id }
  })

  it("follows the hypervisor's capacity, and sells nothing on a removed host", async () => {
    const [host] = await rows.query<{ id: string; memory: number }>(
      `update hosts set memory_mib_physical = memory_mib_physical - 100, memory_mib_free = memory_mib_free - 100
       returning id, memory_mib_free as memory`,
    )
    await bind()
    const free = await rows.query<{ free: number }>('select memory_mib_free as free from hosts')
    expect(free[0]?.free).toBe((host?.memory ?? 0) + 100)
    await rows.query("update hosts set name = 'inc1-elsewhere'")
    await bind()
    const states = await rows.query("select name = 'inc1-elsewhere' as gone, state from hosts order by 1")
    expect(states).toEqual([
      { gone: false, state: 'in_service' },
      { gone: true, state: 'cordoned' },
    ])
    expect(await violated()).toEqual([])
  })

  it('refuses a socket without an answer, and changes nothing', async () => {
    const before = await catalogued()
    const nobody = { socketPath: `${socketPath}.absent` }
    expect(await bindIncusZone(seedContext(now()), nobody)).toMatchObject({
      outcome: 'refused',
      reason: 'unusable',
      text: expect.stringContaining('ENOENT'),
    })
    expect(await catalogued()).toEqual(before)
  })

  it('sells once the worker has reached it, and shows why not until then', async () => {
    const stock = () => withSystem(systemTestContext(), (tx) => countStockIn(tx, zone.zoneId, shape))
    expect(await stock()).toBe(0)
    const lost = await openDrivers({ incusSocket: `${socketPath}.absent`, now })
    expect(await lost.findIncusFailure(zone.zoneId, AbortSignal.timeout(5_000))).toMatchObject({
      code: 'hypervisor_unreachable',
      text: expect.stringContaining('ENOENT'),
    })
    await lost.close()
    await recordZoneReach(systemTestContext(), (zoneId) =>
      drivers.findIncusFailure(zoneId, AbortSignal.timeout(30_000)),
    )
    expect(await stock()).toBeGreaterThan(0)
  })

  it('runs the ordered server through its whole life, and leaves nothing behind', async () => {
    const { lines, idempotencyKey } = serverOrder(zone, small, { name: 'essai' })
    const disk = serverOrder(zone, small, { bundleId: small.disk, imageId: undefined, name: 'donnees' }).lines
    const placed = await placeOrder(customer(), { idempotencyKey, lines: [...lines, ...disk] })
    if (placed.outcome !== 'accepted') throw new Error(JSON.stringify(placed))
    const [instance] = await rows.query<{ id: Id<'instance'> }>('select id from instances')
    const [volume] = await rows.query<{ id: Id<'volume'> }>('select id from volumes')
    if (!instance || !volume) throw new Error('the order has a server and a volume')
    const { id } = instance
    await becomes(id, 'running')
    await becomes(volume.id, 'available')
    for (const line of (await getOrder(customer(), { id: placed.orderId })).lines) {
      const { organisationId } = buyer
      await refreshOrderLine(systemTestContext(now()), {
        organisationId,
        orderLineId: line.id as Id<'orderLine'>,
      })
    }
    expect(await getOrder(customer(), { id: placed.orderId })).toMatchObject({ state: 'delivered' })
    expect(await answer(id)).toBe(`hello from ${id.replace('_', '-')}\n`)
    const running = await see(id)
    expect(running).toMatchObject({ power: 'running', vcpu: 1, memoryMib: 1024, diskGib: 10 })
    const [shown] = await rows.query<{ address: string }>('select address from instances where id = $1', id)
    expect(running).toMatchObject({ addresses: [shown?.address] })

    await attachVolume(customer(), { volumeId: volume.id, instanceId: id })
    await becomes(volume.id, 'attached')
    expect(await incus.observeVolume(volume.id, soon())).toMatchObject({ attachedTo: id, sizeGib: 100 })
    await stopInstance(customer(), { instanceId: id })
    await becomes(id, 'stopped')
    expect(await see(id)).toMatchObject({ power: 'stopped' })
    expect(await violated()).toEqual([])
    await startInstance(customer(), { instanceId: id })
    await becomes(id, 'running')
    await restartInstance(customer(), { instanceId: id })
    await becomes(id, 'running')
    await requestChange(customer(), { kind: 'resize_instance', instanceId: id, bundleId: large })
    await becomes(id, 'running')
    expect(await see(id)).toMatchObject({ power: 'running', vcpu: 2, memoryMib: 1536, diskGib: 12 })
    expect(await violated()).toEqual([])

    await deleteInstance(customer(), { instanceId: id, detachVolumes: true })
    await becomes(id, 'deleted')
    await becomes(volume.id, 'available')
    expect(await see(id)).toMatchObject({ exists: true, power: 'stopped' })
    await restoreInstance(customer(), { instanceId: id })
    await becomes(id, 'stopped')
    await deleteInstance(customer(), { instanceId: id, detachVolumes: false })
    await becomes(id, 'deleted')
    await deleteVolume(customer(), { volumeId: volume.id })
    await becomes(volume.id, 'deleted')
    expect(await violated()).toEqual([])

    aheadSeconds = graceSeconds + 1
    await purgeAfterGrace(systemTestContext(now()))
    await becomes(id, 'purged')
    await becomes(volume.id, 'purged')
    expect(await incus.listOwned(soon())).toEqual([])
    const at = await momentsOf(id)
    const [began, resized, deleted] = [at('creating>running'), at('resizing>running'), at('stopping>deleted')]
    expect(await usageOf(id)).toEqual([
      { meter: 'compute', bundle: small.server, from: began, to: at('stopping>stopped') },
      { meter: 'compute', bundle: small.server, from: at('starting>running'), to: resized },
      { meter: 'compute', bundle: large, from: resized, to: deleted },
      { meter: 'root_disk', bundle: small.server, from: began, to: resized },
      { meter: 'root_disk', bundle: large, from: resized, to: at('purging>purged') },
    ])
    const volumeUsage = await rows.query(
      'select meter from usage_intervals where resource_id = $1',
      volume.id,
    )
    expect(volumeUsage).toEqual([{ meter: 'volume' }])
    const claims = await rows.query('select distinct state from allocations')
    expect(claims).toEqual([{ state: 'released' }])
    expect(await violated()).toEqual([])
  })
})
