import { afterAll, beforeAll, expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { decideQuarantine, listQuarantine } from '~/lib/hypervisors'
import { instanceSpec, soon } from '~/lib/hypervisors/testing/world'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { makeStaff } from '~/testing/staff'
import { carryOutAdoption, decideAdoptions, listAdoptions, proposeAdoptions } from '../index'
import { openAdoptionWorld } from '../testing/adoption-world'

const database = useTestDatabase()
const { sql } = database
let opened: Awaited<ReturnType<typeof openAdoptionWorld>>
let people: Id<'staff'>[]

beforeAll(async () => {
  opened = await openAdoptionWorld(database.current, sql)
  const emails = ['un@example.test', 'un+astreinte@example.test', 'deux@example.test']
  people = await Promise.all(
    emails.map(async (email) => (await makeStaff(sql, ['capacity'], { email })).staffId),
  )
})
afterAll(() => opened?.world.close())

const [first, sameMailbox, second] = [0, 1, 2]
const staff = (index: number) => staffTestContext(people[index] as Id<'staff'>, ['capacity'], systemNow())
const worker = () => systemTestContext(systemNow())

/** A server without a row that is found, with its proposal by the first person. */
async function proposed() {
  const spec = instanceSpec('debian/13', {
    zoneCode: opened.zone.code,
    organisationId: opened.world.estate.own.organisationId,
    hostName: opened.hosts[0] ?? '',
    vcpu: 2,
    memoryMib: 4096,
    rootDiskGib: 50,
  })
  await opened.world.simulator.createInstance(spec, soon())
  await opened.compare(worker())
  const object = (await listQuarantine(staff(first))).find(({ subject }) => subject === spec.resourceId)
  if (!object) throw new Error('the server is not quarantined')
  const propose = () =>
    proposeAdoptions(staff(first), { quarantineIds: [object.id], reason: 'Après restauration.' })
  const last = async (viewer = second) => {
    const view = (await listAdoptions(staff(viewer), [object.id]))[object.id]
    if (!view) throw new Error('no adoption was proposed')
    return view
  }
  expect(await propose()).toEqual({ done: 1 })
  const { id } = await last()
  const decide = (person: number, decision: 'confirm' | 'withdraw') =>
    decideAdoptions(staff(person), { adoptionIds: [id], decision })
  const rows = () => sql`select 1 from instances where id = ${spec.resourceId}`
  return { serverId: spec.resourceId, object, id, propose, last, decide, rows }
}

test('neither the proposer nor another account of the same mailbox confirms; a worker does nothing before', async () => {
  const { id, last, decide, rows } = await proposed()
  for (const person of [first, sameMailbox]) {
    await expect(decide(person, 'confirm')).rejects.toMatchObject({ code: 'forbidden' })
    expect(await last(person)).toMatchObject({ state: 'proposed', needsAnother: true })
  }
  await carryOutAdoption(worker(), id)
  expect(await rows()).toHaveLength(0)
  expect(await decide(second, 'confirm')).toEqual({ done: 1 })
  await carryOutAdoption(worker(), id)
  expect(await rows()).toHaveLength(1)
  expect(await last()).toMatchObject({ state: 'done' })
})

test('one of the proposals is the person’s own: none of them is confirmed', async () => {
  const [own, another] = [await proposed(), await proposed()]
  await another.decide(first, 'withdraw')
  await proposeAdoptions(staff(second), { quarantineIds: [another.object.id], reason: 'Après restauration.' })
  const ids = [own.id, (await another.last()).id]
  await expect(
    decideAdoptions(staff(second), { adoptionIds: ids, decision: 'confirm' }),
  ).rejects.toMatchObject({ code: 'forbidden' })
  expect([(await own.last()).state, (await another.last()).state]).toEqual(['proposed', 'proposed'])
})

test('a withdrawn proposal is not carried out and can be made again', async () => {
  const { id, propose, last, decide, rows } = await proposed()
  expect(await decide(first, 'withdraw')).toEqual({ done: 1 })
  expect(await decide(second, 'confirm')).toEqual({ done: 0 })
  await carryOutAdoption(worker(), id)
  expect(await rows()).toHaveLength(0)
  expect(await propose()).toEqual({ done: 1 })
  expect(await last()).toMatchObject({ state: 'proposed' })
})

test('a proposal is not confirmed once two people agreed to delete the object', async () => {
  const { object, last, decide } = await proposed()
  const remove = (person: number, decision: 'propose' | 'confirm') =>
    decideQuarantine(staff(person), { quarantineId: object.id, decision, beforeTerm: false })
  await remove(first, 'propose')
  await remove(second, 'confirm')
  expect(await decide(second, 'confirm')).toEqual({ done: 0 })
  expect(await last()).toMatchObject({ state: 'proposed' })
})

test('people who propose and confirm the same objects at once end without waiting for each other in a circle', async () => {
  const objects = [await proposed(), await proposed(), await proposed()]
  const quarantineIds = objects.map(({ object }) => object.id)
  const confirm = (ids: Id<'adoption'>[]) =>
    decideAdoptions(staff(second), { adoptionIds: ids, decision: 'confirm' })
  const ids = objects.map(({ id }) => id)
  const [, , ...confirmed] = await Promise.all([
    proposeAdoptions(staff(first), { quarantineIds, reason: 'Encore.' }),
    proposeAdoptions(staff(second), { quarantineIds: [...quarantineIds].reverse(), reason: 'Encore.' }),
    confirm(ids),
    confirm([...ids].reverse()),
  ])
  expect(confirmed.map(({ done }) => done).sort()).toEqual([0, 3])
})

test('the operator’s site neither requests without a proposal nor changes what is decided, and a worker decides nothing', async () => {
  const { id, object, decide } = await proposed()
  const refused = { code: '42501', message: 'two people decide whether an object gets its rows' }
  const operator = database.sqlAs('andromede_operator')
  const system = database.sqlAs('andromede_worker')
  const to = (state: string) => operator`
    update adoptions set state = ${state}, decided_by_staff_id = ${people[second] ?? ''}, decided_at = now() where id = ${id}`
  await expect(
    system`update adoptions set state = 'done', ended_at = now() where id = ${id}`,
  ).rejects.toMatchObject(refused)
  await expect(operator`update adoptions set state = 'waiting' where id = ${id}`).rejects.toMatchObject(
    refused,
  )
  expect(await decide(first, 'withdraw')).toEqual({ done: 1 })
  await expect(to('waiting')).rejects.toMatchObject(refused)
  await expect(operator`
    insert into adoptions (id, quarantine_id, reason, requested_by_staff_id, requested_at, state)
    values (${newId('adoption')}, ${object.id}, 'Seul.', ${people[first] ?? ''}, now(), 'waiting')`).rejects.toMatchObject(
    refused,
  )
})
