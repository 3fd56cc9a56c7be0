import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { readInstanceSpec, readVolumeSpec } from '~/lib/resources/sagas/facts'
import { driveToRest } from '~/lib/resources/testing/drive'
import { addInstance, addVolume } from '~/lib/resources/testing/resources'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { makeBackup, makeImage } from '~/lib/resources/testing/unjudged'
import type { Driver } from '../port/driver'
import { hypervisorName } from '../port/names'
import { instanceSpec, soon, volumeSpec } from '../testing/world'
import { compareZone } from './compare-zone'
import type { ComparedHypervisor } from './compared-hypervisor'

describe('comparing a zone with its hypervisor', { timeout: 120_000 }, () => {
  const database = useTestDatabase()
  let world: SagaWorld
  let driver: Driver
  let hypervisor: ComparedHypervisor
  let zone: { id: Id<'zone'>; code: string; driver: 'simulator' }
  let minutes = 0
  const startedAt = systemNow()

  beforeAll(async () => {
    world = await openSagaWorld(database.current)
    driver = world.simulator
    hypervisor = { surveyor: driver, driverOf: async () => driver, hostOf: (name) => name }
    const id = world.estate.zone.zoneId
    const [row] = await world.rows.query<{ code: string }>(`select code from zones where id = $1`, id)
    zone = { id, code: row?.code ?? '', driver: 'simulator' }
  })
  afterAll(() => world?.close())

  const compare = () => {
    minutes += 1
    return compareZone(systemTestContext(addSeconds(startedAt, minutes * 60)), zone, hypervisor)
  }
  const openDrifts = async () =>
    (
      await world.rows.query<{ kind: string; subject: string }>(
        `select kind, subject from drifts where state = 'open' order by kind, subject`,
      )
    ).map(({ kind, subject }) => [kind, subject])
  const simulate = (query: string, ...values: string[]) => world.rows.query(query, ...values)
  const organisationId = () => world.estate.own.organisationId
  const read = <T>(run: Parameters<typeof withSystem<T>>[1]) => withSystem(systemTestContext(), run)

  /** Creates a server with its row, its claim and its object, as a saga leaves them. */
  async function server(state: 'running' | 'stopped' = 'running'): Promise<Id<'instance'>> {
    const id = await addInstance(world.estate, { state, at: addSeconds(startedAt, -3_600) })
    await driver.createInstance(await read((tx) => readInstanceSpec(tx, id, startedAt)), soon())
    if (state === 'running') await driver.startInstance(id, soon())
    return id
  }
  async function volume(): Promise<Id<'volume'>> {
    const id = await addVolume(world.estate, { at: addSeconds(startedAt, -3_600) })
    await driver.createVolume(await read((tx) => readVolumeSpec(tx, id)), soon())
    return id
  }
  const exists = async (id: string) =>
    (await (id.startsWith('ins') ? driver.observeInstance(id, soon()) : driver.observeVolume(id, soon())))
      .exists

  test('no differences: nothing is found and nothing is changed', async () => {
    await server()
    await server('stopped')
    await volume()
    expect(await compare()).toEqual({ objects: 3, open: 0, healed: 0, withheld: 0 })
    expect(await openDrifts()).toEqual([])
  })

  test('objects on hosts without power are left alone until the hosts are back', async () => {
    await world.simulator.setFault({ name: 'zone-down', zoneCode: zone.code })
    for (const _turn of [1, 2])
      expect(await compare()).toEqual({ objects: 3, open: 0, healed: 0, withheld: 0 })
    await world.simulator.clearFaults()
    expect(await compare()).toEqual({ objects: 3, open: 0, healed: 0, withheld: 0 })
    expect(await openDrifts()).toEqual([])
  })

  test('thirteen kinds of drift are found, healed within two comparisons where safe, and the next one changes nothing', async () => {
    const enough: Id<'instance'>[] = []
    for (let i = 0; i < 12; i += 1) enough.push(await server())
    const [missing, wrongSize, wrongHost, wrongPower, renamed, halfDeleted, halfCreated] = enough as [
      Id<'instance'>,
      Id<'instance'>,
      Id<'instance'>,
      Id<'instance'>,
      Id<'instance'>,
      Id<'instance'>,
      Id<'instance'>,
    ]
    const small = await volume()
    await driver.deleteInstance(missing, soon())
    await simulate(`update simulator.instances set vcpu = 1 where resource_id = $1`, wrongSize)
    await simulate(`update simulator.instances set host_name = 'elsewhere' where resource_id = $1`, wrongHost)
    await driver.stopInstance(wrongPower, { force: true }, soon())
    await simulate(`update simulator.instances set name = 'web' where resource_id = $1`, renamed)
    await simulate(`update simulator.volumes set size_gib = 1 where resource_id = $1`, small)
    await simulate(`update instances set state = 'purged' where id = $1`, halfDeleted)
    await simulate(`update instances set state = 'failed' where id = $1`, halfCreated)
    const orphan = instanceSpec('debian/13', { zoneCode: zone.code, organisationId: organisationId() })
    await driver.createInstance(orphan, soon())
    const leaked = volumeSpec({ zoneCode: zone.code, organisationId: organisationId() })
    await driver.createVolume(leaked, soon())
    const strangers = [newId('instance'), newId('instance')]
    const plant = (name: string) =>
      simulate(
        `insert into simulator.instances (name, label, host_name, zone_code, image, vcpu, memory_mib, root_disk_gib, address, created_at)
         values ($1, 'x', 'h', $2, 'x', 1, 1, 1, '10.9.9.9', now())`,
        name,
        zone.code,
      )
    await plant('nobody')
    await plant(hypervisorName(strangers[0] ?? ''))

    const first = await compare()
    const found = (
      await world.rows.query<{ kind: string; subject: string; state: string }>(
        `select kind, subject, state from drifts`,
      )
    ).map(({ kind, subject }) => `${kind} ${subject}`)
    expect(found.sort()).toEqual(
      [
        `instance_missing ${missing}`,
        `size_differs ${wrongSize}`,
        `host_differs ${wrongHost}`,
        `power_differs ${wrongPower}`,
        `renamed ${renamed}`,
        `half_deleted ${halfDeleted}`,
        `half_created ${halfCreated}`,
        `claim_leaked ${halfDeleted}`,
        `claim_leaked ${halfCreated}`,
        `address_leaked ${halfDeleted}`,
        `address_leaked ${halfCreated}`,
        `size_differs ${small}`,
        `instance_unknown ${orphan.resourceId}`,
        `volume_unknown ${leaked.resourceId}`,
        'stranger nobody',
        `stranger ${hypervisorName(strangers[0] ?? '')}`,
      ].sort(),
    )
    expect(first).toMatchObject({ healed: 7, withheld: 0 })
    // Seen once: not deleted yet.
    expect(await exists(orphan.resourceId)).toBe(true)

    // Deleted because its row is erased; an object without a row remains.
    expect(await compare()).toMatchObject({ withheld: 0, healed: 1 })
    expect(await exists(halfDeleted)).toBe(false)
    for (const kept of [orphan.resourceId, leaked.resourceId, halfCreated])
      expect(await exists(kept)).toBe(true)

    const remaining = [
      ['host_differs', wrongHost],
      ['half_created', halfCreated],
      ['instance_unknown', orphan.resourceId],
      ['volume_unknown', leaked.resourceId],
      ['instance_missing', missing],
      ['renamed', renamed],
      ['stranger', hypervisorName(strangers[0] ?? '')],
      ['stranger', 'nobody'],
    ]
    expect((await openDrifts()).sort()).toEqual(remaining.sort())
    const before = await world.rows.query(
      `select name, power, vcpu, host_name from simulator.instances order by 1`,
    )
    expect(await compare()).toMatchObject({ open: 8, healed: 0, withheld: 0 })
    expect(
      await world.rows.query(`select name, power, vcpu, host_name from simulator.instances order by 1`),
    ).toEqual(before)
    expect(await driver.observeInstance(wrongSize, soon())).toMatchObject({ vcpu: 2 })
    expect(await driver.observeInstance(wrongPower, soon())).toMatchObject({ power: 'running' })
    expect(await driver.observeVolume(small, soon())).toMatchObject({ sizeGib: 100 })
    const [healed] = await world.rows.query<{ n: number }>(
      `select count(*)::int as n from audit_events where event = 'drift.healed'`,
    )
    expect(healed?.n).toBe(8)
  })

  test('a missing image is reported, and the remains of a deleted image are removed', async () => {
    const ctx = world.estate.own.as('technical', systemNow())
    const make = async (name: string) => {
      const asked = await makeImage(ctx, { instanceId: await server('stopped'), snapshotId: null, name })
      await driveToRest(world.engine(), asked.sagaId)
      return asked.imageId
    }
    const [kept, missing, left] = [await make('un'), await make('deux'), await make('trois')]
    const is = async (id: string) => (await driver.observeImage(id, soon())).exists
    await driver.deleteImage(missing, soon())
    await simulate(`update private_images set state = 'deleted' where id = $1`, left)
    await compare()
    expect(await is(left)).toBe(true)
    await compare()
    expect(await openDrifts()).toContainEqual(['image_missing', missing])
    expect([await is(kept), await is(left)]).toEqual([true, false])
  })

  test('a missing backup is reported, and the remains of a deleted backup are removed', async () => {
    const at = { zoneId: world.estate.otherZone.zoneId, volumeClass: 'fast' } as const
    const ctx = world.estate.own.as('technical', systemNow())
    const make = async (name: string) => {
      const asked = await makeBackup(ctx, { volumeId: await volume(), snapshotId: null, ...at, name })
      await driveToRest(world.engine(), asked.sagaId)
      return asked.backupId
    }
    const [kept, missing, left] = [await make('un'), await make('deux'), await make('trois')]
    const [other] = await world.rows.query<{ code: string }>(
      'select code from zones where id = $1',
      at.zoneId,
    )
    const elsewhere = { id: at.zoneId, code: other?.code ?? '', driver: 'simulator' } as const
    const compareThere = () => {
      minutes += 1
      return compareZone(systemTestContext(addSeconds(startedAt, minutes * 60)), elsewhere, hypervisor)
    }
    expect(await compareThere()).toEqual({ objects: 3, open: 0, healed: 0, withheld: 0 })
    await driver.deleteVolume(missing, soon())
    await simulate(`update volume_backups set state = 'deleted' where id = $1`, left)
    await simulate(`update allocations set state = 'released' where resource_id = $1`, left)
    await compareThere()
    expect(await compareThere()).toMatchObject({ open: 1, healed: 1 })
    expect(await openDrifts()).toContainEqual(['volume_missing', missing])
    expect([await exists(kept), await exists(left)]).toEqual([true, false])
  })
})
