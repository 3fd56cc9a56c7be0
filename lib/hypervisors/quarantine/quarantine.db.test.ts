import { afterAll, beforeAll, expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { addInstance } from '~/lib/resources/testing/resources'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { makeStaff } from '~/testing/staff'
import { compareZone } from '../drifts/compare-zone'
import type { ComparedHypervisor } from '../drifts/compared-hypervisor'
import type { Driver } from '../port/driver'
import { instanceSpec, soon } from '../testing/world'
import { decideQuarantine } from './decide-quarantine'
import { listQuarantine } from './list-quarantine'

const database = useTestDatabase()
const startedAt = systemNow()
const day = 86_400
let world: SagaWorld
let driver: Driver
let zone: { id: Id<'zone'>; code: string; driver: 'simulator' }
let people: Id<'staff'>[]
let clock = 0

beforeAll(async () => {
  world = await openSagaWorld(database.current)
  driver = world.simulator
  const id = world.estate.zone.zoneId
  const [row] = await world.rows.query<{ code: string }>(`select code from zones where id = $1`, id)
  zone = { id, code: row?.code ?? '', driver: 'simulator' }
  people = await Promise.all(
    ['un@example.test', 'deux@example.test', 'trois@example.test', 'Un+2@example.test'].map(
      async (email) => (await makeStaff(database.sql, ['moderator'], { email })).staffId,
    ),
  )
})
afterAll(() => world?.close())

/** The clock of the comparisons, in seconds from the start. */
const later = (seconds: number) => {
  clock += seconds
}
const now = () => addSeconds(startedAt, clock)
const compare = () => {
  later(60)
  const hypervisor: ComparedHypervisor = {
    surveyor: driver,
    driverOf: async () => driver,
    hostOf: (name) => name,
  }
  return compareZone(systemTestContext(now()), zone, hypervisor)
}
const person = (index: number, role: StaffRole = 'capacity') =>
  staffTestContext(people[index] as Id<'staff'>, [role], now())
const exists = async (id: string) => (await driver.observeInstance(id, soon())).exists
const find = async (subject: string) =>
  (await listQuarantine(person(0))).find((each) => each.subject === subject)
const idOf = async (subject: string) => {
  const found = await find(subject)
  if (!found) throw new Error(`${subject} is not quarantined`)
  return found.id
}

/** Creates a running server with our tag and without a row, as a restore leaves it. */
async function orphan(): Promise<string> {
  const spec = instanceSpec('debian/13', {
    zoneCode: zone.code,
    organisationId: world.estate.own.organisationId,
  })
  await driver.createInstance(spec, soon())
  await driver.startInstance(spec.resourceId, soon())
  await compare()
  return spec.resourceId
}

test('a server without a row keeps running while no one decides, and its age is shown', async () => {
  const server = await orphan()
  for (let days = 0; days < 30; days += 1) {
    later(day)
    await compare()
  }
  expect(await driver.observeInstance(server, soon())).toMatchObject({ exists: true, power: 'running' })
  expect(await find(server)).toMatchObject({
    state: 'kept',
    days: 30,
    isTermOver: true,
    found: expect.stringContaining('vCPU'),
  })
  await driver.deleteInstance(server, soon())
  await compare()
  expect(await find(server)).toMatchObject({ state: 'gone' })
})

test('a server with a failed creation is quarantined: the successful retry may be what was lost', async () => {
  const server = await addInstance(world.estate, { at: addSeconds(startedAt, -3_600) })
  const spec = instanceSpec('debian/13', {
    zoneCode: zone.code,
    organisationId: world.estate.own.organisationId,
    resourceId: server,
  })
  await driver.createInstance(spec, soon())
  await world.rows.query(`update instances set state = 'failed' where id = $1`, server)
  for (const _turn of [1, 2, 3]) await compare()
  expect(await exists(server)).toBe(true)
  expect(await find(server)).toMatchObject({ state: 'kept' })
  // It has a row again: the quarantine ends.
  await world.rows.query(`update instances set state = 'stopped' where id = $1`, server)
  await compare()
  expect(await find(server)).toMatchObject({ state: 'gone' })
})

test('one person cannot delete: another confirms, and the object is deleted seven days after it was found', async () => {
  const server = await orphan()
  const quarantineId = await idOf(server)
  await decideQuarantine(person(0), { quarantineId, decision: 'propose', beforeTerm: true })
  await compare()
  expect(await exists(server)).toBe(true)
  const confirm = { quarantineId, decision: 'confirm', beforeTerm: false } as const
  for (const [samePerson, reason] of [
    [0, 'own_proposal'],
    [3, 'same_mailbox'],
  ] as const)
    await expect(decideQuarantine(person(samePerson), confirm)).rejects.toMatchObject({
      code: 'forbidden',
      params: { reason },
    })
  await decideQuarantine(person(1), confirm)
  await expect(decideQuarantine(person(2), confirm)).rejects.toMatchObject({ code: 'state_forbids' })
  later(6 * day)
  await compare()
  expect(await exists(server)).toBe(true)
  later(day)
  await compare()
  expect(await exists(server)).toBe(false)
  expect(await find(server)).toMatchObject({ state: 'deleted' })
  const [row] = await world.rows.query<{ details: { proposedBy: string; confirmedBy: string } }>(
    `select details from audit_events where event = 'quarantine.deleted' and subject_id = $1`,
    quarantineId,
  )
  expect(row?.details).toMatchObject({ proposedBy: people[0], confirmedBy: people[1] })
})

test('with two confirmed early deletions the object is deleted at once; taken back before that, it stays', async () => {
  const [server, kept] = [await orphan(), await orphan()]
  for (const subject of [server, kept]) {
    const quarantineId = await idOf(subject)
    await decideQuarantine(person(0), { quarantineId, decision: 'propose', beforeTerm: true })
    await decideQuarantine(person(1), { quarantineId, decision: 'confirm', beforeTerm: true })
  }
  await decideQuarantine(person(2), { quarantineId: await idOf(kept), decision: 'keep' })
  await compare()
  expect([await exists(server), await exists(kept)]).toEqual([false, true])
  expect(await find(kept)).toMatchObject({ state: 'kept', proposedAt: null })
})

test('an adopted object is never deleted', async () => {
  const server = await orphan()
  const quarantineId = await idOf(server)
  await decideQuarantine(person(0), { quarantineId, decision: 'adopt' })
  for (const decision of ['propose', 'confirm'] as const)
    await expect(
      decideQuarantine(person(1), { quarantineId, decision, beforeTerm: true }),
    ).rejects.toMatchObject({ code: 'state_forbids' })
  later(60 * day)
  await compare()
  expect(await exists(server)).toBe(true)
  expect(await find(server)).toMatchObject({ state: 'adopted' })
})

test('a decision needs the right and a fresh proof, and a worker cannot write it', async () => {
  const server = await orphan()
  const quarantineId = await idOf(server)
  const proposal = { quarantineId, decision: 'propose', beforeTerm: false } as const
  await expect(decideQuarantine(person(0, 'auditor'), proposal)).rejects.toMatchObject({
    code: 'forbidden',
  })
  const stale = person(0)
  if (stale.actor.kind === 'staff') stale.actor.secondFactorAt = addSeconds(now(), -3_600)
  await expect(decideQuarantine(stale, proposal)).rejects.toMatchObject({
    code: expect.stringMatching('proof_required|unauthenticated'),
  })
  const write = () => forge(quarantineId, [people[0], people[1]] as Id<'staff'>[])
  await expect(write()).rejects.toMatchObject({ code: '42501' })
})

async function forge(id: string, [one, two]: Id<'staff'>[]): Promise<void> {
  await database.sqlAs(
    'andromede_worker',
  )`update quarantined_objects set state = 'confirmed', proposed_by_staff_id = ${one ?? null}, proposed_at = now(),
      decided_by_staff_id = ${two ?? null}, decided_at = now(), delete_from = now() where id = ${id}`
}
