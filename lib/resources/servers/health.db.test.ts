import { beforeAll, beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { type Estate, makeEstate } from '~/testing/estate'
import { getInstance, getOverview, getVolume, listInstances } from '../index'
import { addInstance, addVolume } from '../testing/resources'

const database = useTestDatabase()
const { sql } = database
let estate: Estate
let vantages: [Id<'vantage'>, Id<'vantage'>]
let server: Id<'instance'>

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
})
beforeEach(async () => {
  await sql`update probe_vantages set retired_at = now()`
  vantages = [newId('vantage'), newId('vantage')]
  for (const [index, id] of vantages.entries())
    await sql`insert into probe_vantages ${sql({
      id,
      zone_id: estate.zone.zoneId,
      kind: index === 0 ? 'control' : 'agent',
      name: id,
      last_round_at: ago(5),
      created_at: ago(86_400),
    })}`
  server = await addInstance(estate, { at: ago(3_600) })
})

const ago = (seconds: number) => addSeconds(systemNow(), -seconds)
const member = () => estate.own.as('technical', systemNow())

/** The last look of a vantage, and since when its state is this one; null before a second look. */
async function see(
  vantage: 0 | 1,
  reading: 'up' | 'down' | 'unknown',
  since: Date | null,
  subject: string = server,
) {
  const of = {
    vantage_id: vantages[vantage],
    subject_id: subject,
    organisation_id: estate.own.organisationId,
  }
  await sql`insert into probe_states ${sql({ ...of, subject_kind: subject.startsWith('ins') ? 'instance' : 'volume', reading, state: since && reading })}`
  if (since) await sql`insert into probe_transitions ${sql({ ...of, at: since, state: reading })}`
}
const healthOf = async (id = server) => (await getInstance(member(), { instanceId: id })).instance.health

test('a server that every vantage sees down does not answer since the later of them, in the list, on its page and at home', async () => {
  const { running } = (await getOverview(member())).counts
  const [early, late] = [ago(120), ago(110)]
  await see(0, 'down', early)
  await see(1, 'down', late)
  const health = { is: 'not_answering', since: late.toISOString(), by: 'probes' }
  expect(await healthOf()).toEqual(health)
  const { rows } = await listInstances(member(), { page: 1, sort: 'name', direction: 'asc' } as never)
  expect(rows.find(({ id }) => id === server)?.health).toEqual(health)
  const home = await getOverview(member())
  expect(home.counts.running).toBe(running - 1)
  const change = home.changes.find(({ resourceId }) => resourceId === server)
  expect(change?.health).toEqual(health)
})

test('the first look of all vantages is enough, since then', async () => {
  await see(0, 'down', null)
  await see(1, 'down', null)
  expect(Date.parse((await healthOf())?.since ?? '')).toBeGreaterThan(ago(10).getTime())
})

test.each([
  ['one sees it up', async () => see(1, 'up', ago(100))],
  ['one knows nothing', async () => see(1, 'unknown', ago(100))],
  [
    'one has not looked for half a minute',
    async () => {
      await see(1, 'down', ago(100))
      await sql`update probe_vantages set last_round_at = ${ago(31)} where id = ${vantages[1]}`
    },
  ],
  [
    'it was started after their last look',
    async () => {
      await see(1, 'down', ago(100))
      await sql`update instances set running_since = ${ago(2)} where id = ${server}`
    },
  ],
  [
    'it is stopped',
    async () => {
      await see(1, 'down', ago(100))
      await sql`update instances set state = 'stopped' where id = ${server}`
    },
  ],
])('a server is not said to be silent when %s', async (_, change) => {
  await see(0, 'down', ago(100))
  await change()
  expect(await healthOf()).toBeNull()
})

test('a vantage that was retired does not count', async () => {
  await see(0, 'down', ago(100))
  await see(1, 'up', ago(100))
  await sql`update probe_vantages set retired_at = now() where id = ${vantages[1]}`
  expect(await healthOf()).toMatchObject({ by: 'probes' })
})

test('a volume that every vantage sees down is shown so; another customer’s looks are not mixed in', async () => {
  const volume = await addVolume(estate, { at: ago(3_600) })
  await see(0, 'down', ago(100), volume)
  await see(1, 'down', ago(90), volume)
  expect((await getVolume(member(), { volumeId: volume })).volume.health).toMatchObject({
    is: 'not_answering',
  })
  expect(await healthOf()).toBeNull()
})
