import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { purgeAfterGrace, restoreVolume } from '~/lib/resources'
import { addInstance, addVolume } from '~/lib/resources/testing/resources'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { makeStaff } from '~/testing/staff'
import { listHeldErasures, releaseErasures } from './held-erasures'

const database = useTestDatabase()
const startedAt = systemNow()
const hour = 3_600
const hours = (count: number) => addSeconds(startedAt, count * hour)
let world: SagaWorld
let person: Id<'staff'>

beforeAll(async () => {
  world = await openSagaWorld(database.current)
  person = (await makeStaff(database.sql, ['administrator'])).staffId
})
afterAll(() => world?.close())
beforeEach(() =>
  world.rows.query(`delete from installation_facts where name in ('data_lost_at', 'erasures_released_at')`),
)

const staff = (role: StaffRole = 'administrator', now = systemNow()) => staffTestContext(person, [role], now)
const lose = (at: Date) =>
  world.rows.query(
    `insert into installation_facts (name, value) values ('data_lost_at', $1) on conflict (name) do update set value = $1`,
    at.toISOString(),
  )
/** Creates a resource deleted this many hours after the start; its grace ends an hour later. */
async function deleted(kind: 'instance' | 'volume', after: number): Promise<string> {
  const at = hours(-48)
  const id =
    kind === 'instance'
      ? await addInstance(world.estate, { state: 'stopped', at })
      : await addVolume(world.estate, { at })
  await world.rows.query(
    `update ${kind}s set state = 'deleted', deleted_at = $2, purge_after = $3 where id = $1`,
    id,
    hours(after).toISOString(),
    hours(after + 1).toISOString(),
  )
  return id
}
const stateOf = async (id: string) => {
  const table = id.startsWith('ins') ? 'instances' : 'volumes'
  const [row] = await world.rows.query<{ state: string }>(`select state from ${table} where id = $1`, id)
  return row?.state
}
const purge = (after: number) => purgeAfterGrace(systemTestContext(hours(after)))

test('resources deleted before rows were lost are erased only after an administrator releases them', async () => {
  const server = await deleted('instance', -2)
  const volume = await deleted('volume', -2)
  await lose(hours(0))
  const later = await deleted('volume', 1)
  await purge(100)
  expect(await Promise.all([server, volume, later].map(stateOf))).toEqual(['deleted', 'deleted', 'purging'])
  const held = await listHeldErasures(staff('auditor'))
  expect(held?.resources.map(({ id }) => id).sort()).toEqual([server, volume].sort())
  await expect(releaseErasures(staff('capacity'))).rejects.toMatchObject({ code: 'forbidden' })
  await releaseErasures(staff())
  await expect(releaseErasures(staff())).rejects.toMatchObject({ code: 'state_forbids' })
  expect(await listHeldErasures(staff())).toBeNull()
  await purge(101)
  expect(await Promise.all([server, volume].map(stateOf))).toEqual(['purging', 'purging'])
  expect(
    await world.rows.query(`select 1 from audit_events where event = 'recovery.erasures_released'`),
  ).toHaveLength(1)
})

test('a release covers one loss: after the next, erasures are held again', async () => {
  await lose(hours(-10))
  await releaseErasures(staff('administrator', hours(-9)))
  const volume = await deleted('volume', -2)
  await lose(hours(0))
  await purge(100)
  expect(await stateOf(volume)).toBe('deleted')
})

test('a customer restores a held resource although its grace is over', async () => {
  const volume = (await deleted('volume', -2)) as Id<'volume'>
  const member = () => world.estate.own.as('technical', hours(100))
  await expect(restoreVolume(member(), { volumeId: volume })).rejects.toMatchObject({ code: 'state_forbids' })
  await lose(hours(0))
  await restoreVolume(member(), { volumeId: volume })
  expect(await stateOf(volume)).toBe('available')
})

test('a worker cannot release erasures', async () => {
  await lose(hours(0))
  const worker = database.sqlAs('andromede_worker')
  await expect(worker`select app.release_erasures(now())`).rejects.toMatchObject({ code: '42501' })
  await expect(
    worker`insert into installation_facts (name, value) values ('erasures_released_at', 'infinity')`,
  ).rejects.toMatchObject({ code: '42501' })
})
