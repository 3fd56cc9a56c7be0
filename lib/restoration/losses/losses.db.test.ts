import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { invariants } from '~/db/invariants/invariants'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { listQuarantine } from '~/lib/hypervisors'
import { compareZone } from '~/lib/hypervisors/drifts/compare-zone'
import { soon } from '~/lib/hypervisors/testing/world'
import type { Id } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'
import { addSeconds, systemNow, toSecond } from '~/lib/kernel/time/clock'
import { lockInstance } from '~/lib/resources/common/lock-resource'
import { readInstanceSpec } from '~/lib/resources/sagas/facts'
import { recordSaga } from '~/lib/resources/sagas/record-saga'
import { addInstance, addVolume } from '~/lib/resources/testing/resources'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { splitUsage } from '~/lib/usage'
import { makeStaff } from '~/testing/staff'
import { carryOutLosses, decideLosses, listDoubtfulRows, proposeLosses } from '../index'

const database = useTestDatabase()
const { sql } = database
let world: SagaWorld
let zone: { id: Id<'zone'>; code: string; driver: 'simulator' }
let people: Id<'staff'>[]
const startedAt = toSecond(systemNow())
const hour = 3_600
let clock = 0

beforeAll(async () => {
  process.env.PORTAL_URL ??= 'http://portal.test'
  world = await openSagaWorld(database.current)
  const id = world.estate.zone.zoneId
  const [row] = await sql<{ code: string }[]>`select code from zones where id = ${id}`
  zone = { id, code: row?.code ?? '', driver: 'simulator' }
  people = await Promise.all(
    ['un@example.test', 'deux@example.test'].map(
      async (email) => (await makeStaff(sql, ['capacity'], { email })).staffId,
    ),
  )
})
afterAll(() => world?.close())

const now = () => addSeconds(startedAt, clock)
const worker = () => systemTestContext(now())
const staff = (index = 0, role: StaffRole = 'capacity') =>
  staffTestContext(people[index] as Id<'staff'>, [role], now())
async function compare(): Promise<Date> {
  clock += 60
  await compareZone(worker(), zone, {
    surveyor: world.simulator,
    driverOf: async () => world.simulator,
    hostOf: (name) => name,
  })
  return now()
}
const missing = async (subject: string, by = staff()) => {
  const found = (await listDoubtfulRows(by)).missing.find((row) => row.subject === subject)
  if (!found) throw new Error(`${subject} is not missing`)
  return found
}
const propose = async (subjects: string[], by = staff()) =>
  proposeLosses(by, {
    driftIds: await Promise.all(subjects.map(async (subject) => (await missing(subject)).id)),
    reason: 'Après restauration.',
  })
const lossesOf = async (subjects: string[]) =>
  Promise.all(subjects.map(async (subject) => (await missing(subject)).loss?.id as Id<'rowLoss'>))
const decide = async (subjects: string[], by = staff(1), decision: 'confirm' | 'withdraw' = 'confirm') =>
  decideLosses(by, { lossIds: await lossesOf(subjects), decision })
const carryOut = () => carryOutLosses(worker(), world.estate.own.organisationId)
async function lose(...subjects: string[]): Promise<void> {
  await propose(subjects)
  await decide(subjects)
  await carryOut()
}
const stateOf = async (id: string) => {
  const [row] = await sql<{ state: string }[]>`select state from instances where id = ${id}
    union all select state from volumes where id = ${id}`
  return row?.state
}
const usageEnds = (id: string) =>
  sql<{ at: Date | null }[]>`select distinct ended_at as at from usage_intervals where resource_id = ${id}`
const server = () => addInstance(world.estate, { at: addSeconds(startedAt, -hour) })
/** Invariants of capacity, quotas, claims, usage and states; the estate's own orders have no numbers and no journal. */
const sound = [
  'host_capacity',
  'pool_capacity',
  'quota_use',
  'instance_claims',
  'volume_claims',
  'orphan_claims',
  'claims_stand',
  'open_usage',
  'transient_states',
  'metered_seconds',
  'last_transition',
]
const expectSound = async () => {
  for (const { name, statement } of invariants.filter((each) => sound.includes(each.name)))
    expect({ name, rows: await sql.unsafe(statement) }).toMatchObject({ name, rows: [] })
}

test('a row without an object is ended once two people agree: billed until the minute before it was missed', async () => {
  const lost = await server()
  const volume = await addVolume(world.estate, { at: addSeconds(startedAt, -hour), attachedTo: lost })
  const missedAt = await compare()
  await compare()
  await expect(propose([lost], staff(0, 'accountant'))).rejects.toMatchObject({ code: 'forbidden' })
  expect(await propose([lost, volume])).toEqual({ done: 2 })
  expect(await propose([lost])).toEqual({ done: 0 })
  await carryOut()
  expect(await stateOf(lost)).toBe('running')
  expect((await missing(lost, staff(1))).loss).toMatchObject({ state: 'proposed', needsAnother: false })
  await expect(decide([lost, volume], staff(0))).rejects.toMatchObject({ code: 'forbidden' })
  await expect(
    withSystem(worker(), (tx) =>
      tx.execute(`update row_losses set state = 'refused', refusal = 'x', ended_at = now()`),
    ),
  ).rejects.toMatchObject({ cause: { code: '42501' } })
  expect(await decide([lost, volume])).toEqual({ done: 2 })
  await carryOut()
  await carryOut()
  expect([await stateOf(lost), await stateOf(volume)]).toEqual(['purged', 'purged'])
  for (const id of [lost, volume]) expect(await usageEnds(id)).toEqual([{ at: addSeconds(missedAt, -60) }])
  const mails = await sql<
    { text: string }[]
  >`select text_body as text from mail_messages where template = 'resources-lost'`
  const [notice] = await sql`select kind from notices where kind = 'resources_lost'`
  expect(notice).toBeDefined()
  expect(mails.every(({ text }) => text.includes('serveur') && text.includes('volume'))).toBe(true)
  expect(mails.some(({ text }) => text.includes('panne'))).toBe(false)
  expect(
    await sql`select to_state as state from state_transitions where resource_id = ${lost} order by effective_at desc limit 2`,
  ).toEqual([{ state: 'purged' }, { state: 'lost' }])
  await expectSound()
})

test('what was missed after a restore is billed until the last instant that the rows knew', async () => {
  const lost = await server()
  const knownUntil = addSeconds(startedAt, -600)
  await sql`insert into recoveries (id, reason, found_identity, began_at) values ('rcv_1', 'new_timeline', '1/1/2', ${now()})`
  await sql`update recoveries set known_until = ${knownUntil} where id = 'rcv_1'`
  await compare()
  await lose(lost)
  expect(await usageEnds(lost)).toEqual([{ at: knownUntil }])
  const [mail] = await sql<{ text: string }[]>`
    select text_body as text from mail_messages where template = 'resources-lost' order by id desc limit 1`
  expect(mail?.text).toContain('Nous avons restauré nos registres après une panne')
  await sql`delete from recoveries where id = 'rcv_1'`
  await expectSound()
})

test('a row missed in normal operation and held later is billed until the minute before, despite older recoveries', async () => {
  const lost = await server()
  const missedAt = await compare()
  const endedAt = addSeconds(now(), 30)
  const recovered = (id: string, beganAt: Date, isContinued: boolean) =>
    sql`insert into recoveries (id, reason, found_identity, began_at, ended_at, data_lost, is_continued)
      values (${id}, 'new_timeline', '1/1/2', ${beganAt}, ${endedAt}, ${!isContinued}, ${isContinued})`
  await recovered('rcv_3', addSeconds(startedAt, -300 * 24 * hour), true)
  await recovered('rcv_4', addSeconds(now(), 10), false)
  await sql`update recoveries set known_until = began_at`
  await sql`update recoveries set ended_at = began_at where id = 'rcv_3'`
  await sql`update drifts set held = true where subject = ${lost}`
  await compare()
  await lose(lost)
  expect(await usageEnds(lost)).toEqual([{ at: addSeconds(missedAt, -60) }])
  await sql`delete from recoveries`
})

test('a held row that was missed after rows were lost is billed until the last instant that the rows knew', async () => {
  const lost = await server()
  const knownUntil = addSeconds(startedAt, -600)
  await sql`insert into recoveries (id, reason, found_identity, began_at, ended_at, data_lost)
    values ('rcv_5', 'new_timeline', '1/1/2', ${now()}, ${addSeconds(now(), 1)}, true)`
  await sql`insert into recoveries (id, reason, found_identity, began_at, ended_at, data_lost, is_continued)
    values ('rcv_6', 'new_timeline', '1/1/2', ${addSeconds(now(), 2)}, ${addSeconds(now(), 2)}, false, true)`
  await sql`update recoveries set known_until = ${knownUntil} where id = 'rcv_5'`
  await compare()
  await sql`update drifts set held = true where subject = ${lost}`
  await lose(lost)
  expect(await usageEnds(lost)).toEqual([{ at: knownUntil }])
  await sql`delete from recoveries`
})

test('the last mark of a worker is the last instant that the rows know', async () => {
  const markedAt = addSeconds(startedAt, -7)
  await sql`insert into recovery_marks (worker_id, identity, marked_at, is_synchronous) values ('one', '1/1/1', ${markedAt}, false)`
  await sql`insert into recoveries (id, reason, found_identity, began_at) values ('rcv_2', 'new_timeline', '1/1/2', ${now()})`
  expect(await sql`select known_until as at from recoveries where id = 'rcv_2'`).toEqual([{ at: markedAt }])
  await sql`delete from recoveries where id = 'rcv_2'`
  await sql`delete from recovery_marks`
})

test('of two people who decide at once one decides, and a proposal that was withdrawn ends nothing', async () => {
  const lost = await server()
  await compare()
  await propose([lost])
  const ids = await lossesOf([lost])
  const answers = await Promise.all([
    decideLosses(staff(1), { lossIds: ids, decision: 'confirm' }),
    decideLosses(staff(0), { lossIds: ids, decision: 'withdraw' }),
  ])
  expect(answers.map(({ done }) => done).sort()).toEqual([0, 1])
  await sql`update row_losses set state = 'withdrawn' where id = ${ids[0] ?? ''}`
  await carryOut()
  expect(await stateOf(lost)).toBe('running')
  await Promise.all([propose([lost]), propose([lost], staff(1))])
  expect(await sql`select 1 from row_losses where subject = ${lost} and state = 'proposed'`).toHaveLength(1)
})

test('a row whose object is found, that an operation works on, or whose zone is not compared any more is left', async () => {
  const [found, busy, silent] = [await server(), await server(), await server()]
  await compare()
  await propose([found, busy, silent])
  const ids = await lossesOf([found, busy, silent])
  await decideLosses(staff(1), { lossIds: ids, decision: 'confirm' })
  const spec = await withSystem(worker(), (tx) => readInstanceSpec(tx, found, now()))
  await world.simulator.createInstance(spec, soon())
  await world.simulator.startInstance(found, soon())
  await compare()
  await withSystem(worker(), (tx) =>
    recordSaga(tx, worker(), {
      kind: 'stop_instance',
      organisationId: world.estate.own.organisationId,
      resourceKind: 'instance',
      resourceId: busy,
      input: {},
    }),
  )
  await sql`update drifts set seen_at = ${addSeconds(now(), -600)} where subject = ${silent}`
  await carryOut()
  const outcomes = await sql<{ subject: string; refusal: string }[]>`
    select subject, refusal from row_losses where id = any(${ids}) order by id`
  expect(Object.fromEntries(outcomes.map(({ subject, refusal }) => [subject, refusal]))).toEqual({
    [found]: 'found',
    [busy]: 'busy',
    [silent]: 'not_seen_lately',
  })
  for (const id of [found, busy, silent]) expect(await stateOf(id)).toBe('running')
})

test('an object that turns up after its row was declared lost is quarantined, not deleted', async () => {
  const lost = await server()
  const spec = await withSystem(worker(), (tx) => readInstanceSpec(tx, lost, now()))
  await compare()
  await lose(lost)
  await world.simulator.createInstance(spec, soon())
  for (const _turn of [1, 2, 3]) await compare()
  expect((await listQuarantine(staff())).find(({ subject }) => subject === lost)).toMatchObject({
    state: 'kept',
  })
  expect(await sql`select 1 from simulator.instances where resource_id = ${lost}`).toHaveLength(1)
})

test('volumes of a lost server that exist are free; one that is lost later is billed as if lost with its server', async () => {
  const lost = await server()
  const volume = await addVolume(world.estate, { at: addSeconds(startedAt, -hour), attachedTo: lost })
  const missedAt = await compare()
  await lose(lost)
  expect([await stateOf(lost), await stateOf(volume)]).toEqual(['purged', 'available'])
  clock += hour
  await compare()
  await lose(volume)
  expect(await usageEnds(volume)).toEqual([{ at: addSeconds(missedAt, -60) }])
  await expectSound()
})

test('a proposal whose difference has ended is withdrawn by the next one for the same resource', async () => {
  const lost = await server()
  await compare()
  await propose([lost])
  const [outdated] = await lossesOf([lost])
  await sql`update drifts set state = 'gone', ended_at = ${now()} where subject = ${lost}`
  await compare()
  expect((await missing(lost)).loss).toBeNull()
  expect(await propose([lost])).toEqual({ done: 1 })
  expect(await sql`select state from row_losses where id = ${outdated ?? ''}`).toEqual([
    { state: 'withdrawn' },
  ])
  const audits =
    await sql`select 1 from audit_events where event = 'recovery.loss_withdrawn' and subject_id = ${outdated ?? ''}`
  expect(audits).toHaveLength(1)
  expect(await decide([lost])).toEqual({ done: 1 })
  await carryOut()
  expect(await stateOf(lost)).toBe('purged')
})

test('the instant of a loss is never before the last split of its usage, so that the mail and the invoice agree', async () => {
  const lost = await server()
  await compare()
  const splitAt = now()
  await withSystem(worker(), async (tx) =>
    splitUsage(tx, {
      resource: await lockInstance(tx, lost),
      meters: ['compute', 'root_disk'],
      at: splitAt,
      recordedAt: splitAt,
    }),
  )
  await compare()
  await lose(lost)
  expect(await usageEnds(lost)).toEqual([{ at: splitAt }])
  expect(await sql`select lost_at as at from row_losses where subject = ${lost}`).toEqual([{ at: splitAt }])
  await expectSound()
})

test('the months between a loss and its agreement are assessed again', async () => {
  const lost = await server()
  await compare()
  await sql`delete from sla_overtaken_months`
  await lose(lost)
  const [loss] = await sql<{ month: string }[]>`
    select to_char(lost_at at time zone 'Europe/Paris', 'YYYY-MM') as month from row_losses where subject = ${lost}`
  const { organisationId } = world.estate.own
  expect(
    await sql`select organisation_id as "organisationId", period from sla_overtaken_months`,
  ).toContainEqual({
    organisationId,
    period: loss?.month,
  })
})

test('the operator’s site may neither insert a loss that is agreed, nor change one that is', async () => {
  const lost = await server()
  await compare()
  await propose([lost])
  await decide([lost])
  const operator = database.sqlAs('andromede_operator')
  const refused = { code: '42501', message: 'a loss is proposed first, and decided once' }
  await expect(operator`
    insert into row_losses (id, organisation_id, zone_id, drift_id, kind, subject, reason, proposed_by_staff_id, proposed_at,
      state, decided_by_staff_id, decided_at)
    select 'rls_forged', organisation_id, zone_id, drift_id, kind, 'ins_forged', reason, proposed_by_staff_id, proposed_at, state,
      decided_by_staff_id, decided_at from row_losses where subject = ${lost}`).rejects.toMatchObject(refused)
  await expect(
    operator`update row_losses set state = 'withdrawn' where subject = ${lost}`,
  ).rejects.toMatchObject(refused)
})

test('many losses end in several transactions, with one mail to each person after the last', async () => {
  const servers: Id<'instance'>[] = []
  for (let at = 0; at < 27; at += 1) servers.push(await server())
  await compare()
  await propose(servers)
  await decide(servers)
  await sql`delete from mail_messages`
  await carryOut()
  await carryOut()

  const ended =
    await sql`select distinct xmin::text from instances where id = any(${servers}) and state = 'purged'`

  expect(ended).toHaveLength(2)
  const mails = await sql<{ mails: number }[]>`
    select count(*)::int as mails from mail_messages where template = 'resources-lost' group by recipient`
  expect(mails.length).toBeGreaterThan(0)
  expect(mails.every((each) => each.mails === 1)).toBe(true)
  await expectSound()
})
