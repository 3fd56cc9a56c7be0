import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { closeDatabase, configureDatabase, withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { copyOf } from '~/db/testing/template'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { listZones } from '~/lib/catalogue'
import { recordZoneReach } from '~/lib/datacentre'
import { seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import type { Id } from '~/lib/kernel/ids'
import { isId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { defineSellingEntity, placeOrder, requestChange } from '~/lib/ordering'
import {
  makeCatalogue,
  serverOrder,
  type TestCatalogue,
  testSeller,
} from '~/lib/ordering/testing/order-world'
import { attachVolume, deleteInstance, purgeAfterGrace, stopInstance } from '~/lib/resources'
import { definitionOf, sagaVocabulary } from '~/lib/resources/runtime'
import { recoverCopy } from '~/lib/resources/testing/recover-copy'
import { rowProbeOn } from '~/lib/resources/testing/saga-rows'
import { engineDefaults, neverCrash, type SagaRunner, startSagaRunner } from '~/lib/sagas/runtime'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { makeStaff } from '~/testing/staff'
import { ensureInstallationId } from '../queries/installation'
import { bindIncusZone, type Drivers, openDrivers } from '../runtime'
import { startIncusMember } from '../testing/incus-member'
import { openObjectList } from '../testing/object-list'

const rounds = Number(process.env.INCUS_ROUNDS ?? 5)
const member = await startIncusMember()
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
const socketPath = member.available ? member.socketPath : ''

describe.skipIf(!member.available)('restores under a real Incus', () => {
  const database = useTestDatabase()
  const rows = rowProbeOn(database.sql)
  const objects = openObjectList(socketPath)
  let administrator: Id<'staff'>
  let buyer: TestBuyer
  let zone: TestZone
  let offer: TestCatalogue
  let larger: Id<'bundle'>
  let drivers: Drivers
  let runner: SagaRunner

  const customer = () => buyer.as('owner', systemNow())
  async function start() {
    drivers = await openDrivers({ incusSocket: socketPath, now: systemNow })
    runner = startSagaRunner({
      engine: {
        ...engineDefaults,
        definitionOf,
        vocabulary: sagaVocabulary,
        workerId: randomUUID(),
        driverFor: drivers.driverFor,
        now: systemNow,
        random: Math.random,
        crash: neverCrash,
      },
      room: { perOrganisation: 8, total: 8 },
      sweepMs: 250,
    })
  }
  async function stop() {
    await runner.stop(0)
    await drivers.close()
  }
  const settled = () =>
    expect
      .poll(
        async () => {
          runner.nudge()
          return rows.query(`select id from sagas where state in ('running', 'undoing')`)
        },
        { timeout: 120_000, interval: 100 },
      )
      .toEqual([])
  /** A zone sells while a worker reaches its hypervisor. */
  const reach = () =>
    recordZoneReach(systemTestContext(), (zoneId) =>
      drivers.findIncusFailure(zoneId, AbortSignal.timeout(30_000)),
    )
  async function order(name: string) {
    await reach()
    const server = serverOrder(zone, offer, { name }).lines
    const disk = serverOrder(zone, offer, {
      bundleId: offer.disk,
      imageId: undefined,
      name: `${name}-d`,
    }).lines
    const placed = await placeOrder(customer(), { idempotencyKey: randomUUID(), lines: [...server, ...disk] })
    if (placed.outcome !== 'accepted') throw new Error(JSON.stringify(placed))
    runner.nudge()
  }
  /** A change of each kind to objects that exist. */
  async function change() {
    const running = await rows.query<{ id: Id<'instance'>; bundle: string }>(
      `select id, bundle_id as bundle from instances where state = 'running' order by random()`,
    )
    const [volume] = await rows.query<{ id: Id<'volume'> }>(
      `select id from volumes where state = 'available'`,
    )
    const third = running.find(({ bundle }) => bundle === offer.server)?.id
    const [first, second, fourth] = running.map(({ id }) => id).filter((id) => id !== third)
    if (first && volume) await attachVolume(customer(), { volumeId: volume.id, instanceId: first })
    if (second) await stopInstance(customer(), { instanceId: second })
    if (third)
      await requestChange(customer(), { kind: 'resize_instance', instanceId: third, bundleId: larger })
    if (fourth) await deleteInstance(customer(), { instanceId: fourth, detachVolumes: true })
    runner.nudge()
  }

  /** Deletes a server of which the copy has the row. */
  async function deleteKept() {
    const [kept] = await rows.query<{ id: Id<'instance'> }>(
      `select id from instances where name like 'kept-%' and state = 'running' order by random() limit 1`,
    )
    if (kept) await deleteInstance(customer(), { instanceId: kept.id, detachVolumes: true })
    await settled()
  }
  /** Erases what was deleted, as after its days of grace. */
  async function erase() {
    for (const kind of ['instances', 'volumes'])
      await rows.query(`update ${kind} set purge_after = now() - interval '1 second' where state = 'deleted'`)
    await purgeAfterGrace(systemTestContext(systemNow()))
    await settled()
  }

  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '1000'
    buyer = await makeBuyer(database.sql)
    administrator = (await makeStaff(database.sql, ['administrator'])).staffId
    await rows.query(
      `insert into installation_facts (name, value) values ('database', app.database_identity())`,
    )
    await defineSellingEntity(seedContext(), testSeller)
    offer = await makeCatalogue([])
    larger = (await makeCatalogue([])).server
    // Small enough for some dozens on one machine.
    await rows.query('update bundles set memory_mib = 128, root_disk_gib = 5 where vcpu > 0')
    await rows.query('update bundles set vcpu = 2, root_disk_gib = 6 where id = $1', larger)
    await rows.query('update bundles set volume_gib = 1 where id = $1', offer.disk)
    await withSystem(systemTestContext(), (tx) => ensureInstallationId(tx, '-'))
    await bindIncusZone(seedContext(systemNow()), { socketPath })
    // The servers of all rounds are small and idle.
    for (const [what, more] of Object.entries({ vcpu: 400, memory_mib: 100_000, disk_gib: 1_000 }))
      await rows.query(
        `update hosts set ${what}_physical = ${what}_physical + ${more}, ${what}_free = ${what}_free + ${more}`,
      )
    await start()
    await reach()
    const zones = await withSystem(systemTestContext(), (tx) => listZones(tx))
    const found = zones.find((each) => each.code === 'INC1')
    const image = found?.images[0]
    if (!found || !image || !isId('image', image.id)) throw new Error('the zone has an image')
    zone = { zoneId: found.id, hostIds: [], poolId: 'poo_none' }
    offer = { ...offer, imageId: image.id }
  }, 300_000)
  afterAll(async () => {
    await stop()
    await objects.close()
  }, 60_000)

  test('delete and change nothing, and list or adopt every object', { timeout: 1_800_000 }, async () => {
    const sums: Record<string, number> = {}
    for (let round = 0; round < rounds; round += 1) {
      await order(`kept-${round}`)
      await settled()
      // The moment of the copy falls into these operations.
      await Promise.all([order(`cut-${round}`), change()])
      await pause(Math.random() * 3_000)
      await stop()
      await closeDatabase()
      const copy = await copyOf(inject('adminUrl'), database.current)
      try {
        configureDatabase(database.current.urls)
        await start()
        await settled()
        // No copy has these.
        await order(`lost-${round}`)
        await change()
        await settled()
        await deleteKept()
        await erase()
        await stop()
        await closeDatabase()
        configureDatabase(copy.urls)
        const onCopy = await openDrivers({ incusSocket: socketPath, now: systemNow })
        const recovered = await recoverCopy(copy, administrator, onCopy, objects).finally(() =>
          onCopy.close(),
        )
        const { before, after, broken, unbilled, adopted, quarantined, missing, lost } = recovered
        expect({ round, before, after, broken, unbilled }).toEqual({
          round,
          before: [],
          after: [],
          broken: [],
          unbilled: [],
        })
        const counts = { quarantined, missing, ...adopted, ...lost }
        for (const [key, n] of Object.entries(counts)) sums[key] = (sums[key] ?? 0) + n
      } finally {
        await closeDatabase()
        await copy.drop()
        configureDatabase(database.current.urls)
        await start()
      }
    }
    expect(sums['instance done']).toBeGreaterThanOrEqual(rounds)
    expect(sums.missing).toBeGreaterThan(0)
    console.log(
      `${rounds} restores under a real Incus, ${(await objects.list()).length} objects: 0 deleted or changed; ${JSON.stringify(sums)}`,
    )
  })
})
