import { afterAll, beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { dismissIncident, listIncidents, readBannerNews } from '../index'
import { listSuspects } from '../queries/suspects'
import { type IncidentWorld, openIncidentWorld } from '../testing/incident-world'

const database = useTestDatabase()
let world: IncidentWorld
// Rounds count by the database's clock.
const started = systemNow()
const at = (seconds: number) => addSeconds(started, seconds)

beforeAll(async () => {
  world = await openIncidentWorld(database.current.sql)
})
afterAll(() => world.look({}, at(0)))

const silentOf = async (seconds = 0, of = world.estate.own) =>
  (await readBannerNews(world.member(of, 'reader', at(seconds)))).silent

test('one server that does not answer is named on every page of its organisation, and of no other', async () => {
  const [first] = world.own as [Id<'instance'>]
  expect(await silentOf()).toEqual([])
  await world.look({ [first]: 'down' }, at(0))
  expect(await silentOf()).toEqual([
    {
      id: first,
      kind: 'instance',
      name: 'etat-civil',
      since: at(-10).toISOString(),
      isHostSilent: false,
      isInIncident: false,
    },
  ])
  expect(await silentOf(0, world.estate.foreign)).toEqual([])
  // It stays marked in the list, and is no news after a day.
  expect(await silentOf(86_500)).toEqual([])
  await world.sql`update instances set state = 'stopped' where id = ${first}`
  expect(await silentOf()).toEqual([])
  await world.sql`update instances set state = 'running' where id = ${first}`
  await world.look({}, at(1))
  expect(await silentOf()).toEqual([])
})

test('stopped servers, which still answer no probe, hide none that should answer', async () => {
  const [first, second] = world.own as [string, string]
  await world.sql`update instances set state = 'stopped' where id = ${second}`
  await world.look({ [first]: 'down', [second]: 'down' }, at(0))
  // By name it comes before the other.
  const ofOne = await withOrganisation(
    world.member(world.estate.own, 'reader', at(0)),
    (tx, organisationId) =>
      listSuspects(tx, organisationId, { instances: ['running'], volumes: ['available'] }, 1),
  )
  expect(ofOne.map(({ id }) => id)).toEqual([first])
  expect((await silentOf()).map(({ id }) => id)).toEqual([first])
  await world.sql`update instances set state = 'running' where id = ${second}`
  await world.look({}, at(1))
})

test('servers of a host that does not answer are named too, and that it is the host', async () => {
  await world.sql`update hosts set unreachable_since = ${at(-60)} where id = ${world.hostId}`
  const silent = await silentOf()
  expect(silent.map(({ name, since, isHostSilent }) => ({ name, since, isHostSilent }))).toEqual(
    expect.arrayContaining(
      ['etat-civil', 'archives'].map((name) => ({ name, since: at(-60).toISOString(), isHostSilent: true })),
    ),
  )
  expect(silent).toHaveLength(2)
  await world.sql`update hosts set unreachable_since = null where id = ${world.hostId}`
})

test('servers of an incident are marked as such; once they answer it names the instant, a proposed one for a while', async () => {
  const [first, second] = world.own as [string, string]
  await world.look({ [first]: 'down', [second]: 'down', [world.foreign]: 'down' }, at(2))
  await world.follow(at(2))
  const news = async (seconds: number) =>
    readBannerNews(world.member(world.estate.own, 'reader', at(seconds)))
  expect(await news(2)).toMatchObject({
    silent: [{ isInIncident: true }, { isInIncident: true }],
    incidents: [{ state: 'proposed', repairedAt: null, touched: { count: 2 } }],
  })
  await world.look({}, at(3))
  await world.follow(at(3))
  expect((await news(3)).incidents).toMatchObject([{ state: 'proposed', repairedAt: at(3).toISOString() }])
  expect((await news(1_000)).incidents).toEqual([])
  const { incidents } = await listIncidents(world.staff(at(4)), { states: ['proposed'] })
  for (const { id } of incidents)
    await dismissIncident(world.staff(at(4)), { incidentId: id, reason: 'Un essai annoncé.' })
})
