import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { invariants } from '~/db/invariants/invariants'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { formPlacementGroup } from '~/lib/placement'
import type { PlacementStrength } from '~/lib/placement/client'
import { inspectInstance } from '../common/inspect-resource'
import { recordSaga } from '../sagas/record-saga'
import { driveToRest } from '../testing/drive'
import { addInstance } from '../testing/resources'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { moveInstance } from './move-instance'
import { repairPlacement } from './repair-placement'
import { stopInstance } from './stop-instance'

const database = useTestDatabase()
let world: SagaWorld

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(() => world?.close())

const member = (role: 'technical' | 'reader' = 'technical') => world.estate.own.as(role, systemNow())

async function makeServer(): Promise<Id<'instance'>> {
  const at = systemNow()
  const id = await addInstance(world.estate, { state: 'creating', at })
  const sagaId = await withOrganisation(member(), (tx, organisationId) =>
    recordSaga(tx, member(), {
      kind: 'create_instance',
      organisationId,
      resourceKind: 'instance',
      resourceId: id,
      input: {},
    }),
  )
  await driveToRest(world.engine(), sagaId)
  return id
}

async function hostOf(id: string): Promise<Id<'host'>> {
  const [row] = await world.rows.query<{ host_id: Id<'host'> }>(
    `select host_id from instances where id = $1`,
    id,
  )
  if (!row) throw new Error(`${id} has no row`)
  return row.host_id
}

const move = (instanceId: Id<'instance'>, toHostId: Id<'host'>, mayBreakRules: boolean) =>
  withOrganisation(member(), (tx) => moveInstance(tx, member(), { instanceId, toHostId, mayBreakRules }))

async function group(strength: PlacementStrength, members: readonly Id<'instance'>[]) {
  const { organisationId, projectId } = world.estate.own
  await withOrganisation(member(), (tx) =>
    formPlacementGroup(
      tx,
      member(),
      { organisationId, projectId },
      { name: 'web', relation: 'apart', level: 'host', strength },
      members,
    ),
  )
}

/** Two servers of an anti-affinity group, on one host. */
async function pairOnOneHost(strength: PlacementStrength) {
  const [first, second] = [await makeServer(), await makeServer()]
  await group(strength, [first, second])
  const host = await hostOf(first)
  if ((await hostOf(second)) !== host) {
    const { sagaId } = await move(second, host, true)
    await driveToRest(world.engine(), sagaId)
  }
  return { first, second, host }
}

async function expectInvariants(): Promise<void> {
  const kept = [
    'host_capacity',
    'quota_use',
    'instance_claims',
    'orphan_claims',
    'open_usage',
    'metered_seconds',
  ]
  for (const { name, statement } of invariants)
    if (kept.includes(name)) expect([name, await world.rows.query(statement)]).toEqual([name, []])
}

describe('a server whose placement rule is violated', () => {
  test('shows the violation, is moved by one click, and satisfies the rule afterwards', async () => {
    const { second, host } = await pairOnOneHost('must')
    const before = await inspectInstance(member(), { instanceId: second })
    expect(before.placement?.rules).toMatchObject([{ name: 'web', members: 2, isKept: false }])
    expect(before.placement?.neighbours.find((each) => each.level === 'host')?.count).toBeGreaterThan(0)
    expect(before.repair).toEqual({ isPossible: true })

    const { sagaId } = await repairPlacement(member(), { instanceId: second })
    expect((await inspectInstance(member(), { instanceId: second })).instance.state).toBe('moving')
    await expectInvariants()
    await driveToRest(world.engine(), sagaId)

    const after = await inspectInstance(member(), { instanceId: second })
    expect(after.instance.state).toBe('running')
    expect(after.repair).toBeNull()
    expect(after.placement?.rules).toMatchObject([{ isKept: true }])
    expect(await hostOf(second)).not.toBe(host)
    await expectInvariants()
  })

  test('moves without starting when it is stopped', async () => {
    const { second, host } = await pairOnOneHost('should')
    await driveToRest(world.engine(), (await stopInstance(member(), { instanceId: second })).sagaId)
    const { sagaId } = await repairPlacement(member(), { instanceId: second })
    await driveToRest(world.engine(), sagaId)
    expect((await inspectInstance(member(), { instanceId: second })).instance.state).toBe('stopped')
    expect(await hostOf(second)).not.toBe(host)
    await expectInvariants()
  })

  test('gets `no_better_host` when none is open, and does not move', async () => {
    const { second, host } = await pairOnOneHost('should')
    await world.rows.query(`update hosts set state = 'cordoned' where id <> $1`, host)
    try {
      const page = await inspectInstance(member(), { instanceId: second })
      expect(page.repair).toEqual({ isPossible: false, reason: 'no_better_host' })
      await expect(repairPlacement(member(), { instanceId: second })).rejects.toMatchObject({
        code: 'insufficient_capacity',
        params: { reason: 'no_better_host' },
      })
    } finally {
      await world.rows.query(`update hosts set state = 'in_service'`)
    }
  })
})

describe('a move is refused', () => {
  test('when it would violate a mandatory rule', async () => {
    const [first, second] = [await makeServer(), await makeServer()]
    const other = await elsewhereThan(first, second)
    await driveToRest(world.engine(), (await move(second, other, true)).sagaId)
    await group('must', [first, second])
    await expect(move(second, await hostOf(first), false)).rejects.toMatchObject({
      code: 'insufficient_capacity',
      params: { reason: 'rule_broken' },
    })
  })

  test('to a host that is closed or does not exist, and leaves no claim behind', async () => {
    const id = await makeServer()
    const other = await elsewhereThan(id)
    const full = { code: 'insufficient_capacity', params: { reason: 'no_room_there' } }
    await world.rows.query(`update hosts set state = 'maintenance' where id = $1`, other)
    try {
      await expect(move(id, other, false)).rejects.toMatchObject(full)
    } finally {
      await world.rows.query(`update hosts set state = 'in_service'`)
    }
    await expect(move(id, newId('host'), false)).rejects.toMatchObject(full)
    await expect(move(id, await hostOf(id), false)).rejects.toMatchObject(full)
    await expectInvariants()
  })

  test('in a zone whose servers cannot change hosts', async () => {
    const { second } = await pairOnOneHost('should')
    await world.rows.query(`update zones set driver = 'incus' where id = $1`, world.estate.zone.zoneId)
    try {
      const page = await inspectInstance(member(), { instanceId: second })
      expect(page.repair).toEqual({ isPossible: false, reason: 'one_host' })
      await expect(move(second, await elsewhereThan(second), true)).rejects.toMatchObject({
        code: 'state_forbids',
        params: { reason: 'one_host' },
      })
    } finally {
      await world.rows.query(`update zones set driver = 'simulator'`)
    }
  })

  test('a second time, to a reader, and to another organisation', async () => {
    const { second } = await pairOnOneHost('should')
    await expect(repairPlacement(member('reader'), { instanceId: second })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const stranger = world.estate.foreign.as('technical', systemNow())
    await expect(repairPlacement(stranger, { instanceId: second })).rejects.toMatchObject({
      code: 'not_found',
    })
    const { sagaId } = await repairPlacement(member(), { instanceId: second })
    await expect(repairPlacement(member(), { instanceId: second })).rejects.toMatchObject({
      code: 'state_forbids',
    })
    await driveToRest(world.engine(), sagaId)
  })
})

async function elsewhereThan(...ids: Id<'instance'>[]): Promise<Id<'host'>> {
  const taken = await Promise.all(ids.map(hostOf))
  const hosts = await world.rows.query<{ id: Id<'host'> }>(
    `select id from hosts where zone_id = $1 order by id`,
    world.estate.zone.zoneId,
  )
  const free = hosts.find(({ id }) => !taken.includes(id))
  if (!free) throw new Error('the zone has a host more')
  return free.id
}
