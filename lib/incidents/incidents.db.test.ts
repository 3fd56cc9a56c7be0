import { beforeAll, beforeEach, expect, test } from 'vitest'
import { memberTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { readFrame } from '~/lib/inbox'
import { type Id, newId } from '~/lib/kernel/ids'
import { publishEvents } from '~/lib/webhooks'
import {
  acceptIncident,
  countLiveIncidents,
  dismissIncident,
  explainIncident,
  getIncident,
  getOwnIncident,
  listIncidents,
  listLoneFailures,
  listOwnIncidents,
  notifyIncidents,
  notifySilentHosts,
  openIncident,
  previewPlace,
  readBannerNews,
  updateIncidentInPublic,
} from './index'
import { parisMinuteOf } from './paris-minute'
import { type IncidentWorld, later, openIncidentWorld } from './testing/incident-world'

const database = useTestDatabase()
const { sql } = database
let world: IncidentWorld
/** Each test uses its own hour. */
let hour = 0
const at = (seconds: number) => later(hour * 3_600 + seconds)

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.test'
  world = await openIncidentWorld(sql)
})
beforeEach(async () => {
  hour += 1
  await world.sql`delete from mail_messages`
  await world.sql`delete from notices`
})

const texts = {
  titleFr: 'Panne d’alimentation',
  titleEn: 'Power failure',
  textFr: 'Une équipe est sur place.',
  textEn: 'A team is on site.',
}
const accept = (incidentId: Id<'incident'>, seconds: number) =>
  acceptIncident(world.staff(at(seconds)), {
    incidentId,
    severity: 'major',
    state: 'investigating',
    ...texts,
  })
const say = (incidentId: Id<'incident'>, state: 'identified' | 'monitoring' | 'resolved', seconds: number) =>
  updateIncidentInPublic(world.staff(at(seconds)), {
    incidentId,
    severity: 'major',
    state,
    textFr: `C’est ${state}.`,
    textEn: `It is ${state}.`,
  })
const tell = (seconds: number) => notifyIncidents(systemTestContext(at(seconds)))
const live = async (seconds = 0) =>
  (
    await listIncidents(world.staff(at(seconds)), {
      states: ['proposed', 'investigating', 'identified', 'monitoring'],
    })
  ).incidents

/** The host fails at second 10; its two own servers and one of the other organisation are down. */
async function fail(): Promise<Id<'incident'>> {
  const [first, second] = world.own as [string, string]
  await world.look({}, at(0))
  await world.follow(at(1))
  expect(await live()).toEqual([])
  await world.look({ [first]: 'down', [second]: 'down', [world.foreign]: 'down' }, at(10))
  await world.follow(at(11))
  const [incident] = await live()
  if (!incident) throw new Error('nothing was proposed')
  return incident.id
}

async function repair(seconds: number): Promise<void> {
  await world.look({}, at(seconds))
  await world.follow(at(seconds + 1))
}

const end = (incidentId: Id<'incident'>, seconds: number) => say(incidentId, 'resolved', seconds)

test('correlated failures are proposed once by ten workers, with affected resources and start; then marked as repaired', async () => {
  const [first, second] = world.own as [string, string]
  await world.look({}, at(0))
  await world.look({ [first]: 'down', [second]: 'down' }, at(10))
  await Promise.all(Array.from({ length: 10 }, () => world.follow(at(11))))
  const [incident, ...more] = await live()
  expect(more).toEqual([])
  expect(incident).toMatchObject({
    state: 'proposed',
    severity: 'major',
    domain: 'host',
    domainId: world.hostId,
    resources: 2,
    startedAt: at(0).toISOString(),
    detectedAt: at(11).toISOString(),
    repairedAt: null,
  })
  expect(incident?.titleFr).not.toContain('host')
  const id = incident?.id as Id<'incident'>

  // It grows, and one server recovers before the others.
  await world.look({ [second]: 'down', [world.foreign]: 'down' }, at(20))
  await world.follow(at(21))
  const grown = await getIncident(world.staff(), { id })
  expect(grown.touched.map((each) => [each.id, each.fromAt, each.toAt])).toEqual(
    expect.arrayContaining([
      [first, at(0).toISOString(), at(21).toISOString()],
      [second, at(0).toISOString(), null],
      [world.foreign, at(10).toISOString(), null],
    ]),
  )
  await repair(30)
  expect(await getIncident(world.staff(), { id })).toMatchObject({
    repairedAt: at(31).toISOString(),
    detectSeconds: 11,
    repairSeconds: 31,
  })
  await dismissIncident(world.staff(at(40)), { incidentId: id, reason: 'Un essai annoncé.' })
  expect(await live()).toEqual([])
  await expect(accept(id, 41)).rejects.toMatchObject({ code: 'state_forbids' })
})

test('nothing is proposed for resources that could not be probed, or that their owner stopped', async () => {
  const [first, second] = world.own as [string, string]
  await world.look({ [first]: 'down', [second]: 'down' }, at(0))
  await world.follow(at(31))
  expect(await live()).toEqual([])
  await world.sql`update instances set state = 'stopped' where id = any (${[first, second]})`
  await world.look({ [first]: 'down', [second]: 'down' }, at(40))
  await world.follow(at(41))
  expect(await live()).toEqual([])
  await world.sql`update instances set state = 'in_rescue' where id = any (${[first, second]})`
  await world.look({ [first]: 'down', [second]: 'down' }, at(50))
  await world.follow(at(51))
  expect(await live()).toEqual([])
  // Started again since the last probe, which saw it down.
  await world.sql`update instances set state = 'running', running_since = ${at(55)} where id = any (${[first, second]})`
  await world.follow(at(56))
  expect(await live()).toEqual([])
  await world.look({ [first]: 'down', [second]: 'down' }, at(60))
  await world.follow(at(61))
  const [incident] = await live()
  expect(incident?.resources).toBe(2)
  await dismissIncident(world.staff(at(62)), {
    incidentId: incident?.id as Id<'incident'>,
    reason: 'Un essai annoncé.',
  })
  await world.look({}, at(70))
  await world.sql`update instances set running_since = null where id = any (${[first, second]})`
})

test('a single failure is shown to the operator and is not an incident', async () => {
  const [first] = world.own as [string]
  await world.look({ [first]: 'down' }, at(0))
  await world.follow(at(1))
  expect(await live()).toEqual([])
  expect(await listLoneFailures(world.staff(at(2)))).toMatchObject([
    { id: first, name: 'etat-civil', kind: 'instance', since: at(-10).toISOString() },
  ])
  expect(await listLoneFailures(world.staff(at(60)))).toEqual([])
})

test('each process has its own rights: customers write nothing, and the operator site sends no notifications', async () => {
  const as = (role: 'andromede_portal' | 'andromede_operator' | 'andromede_worker', statement: string) =>
    database.sqlAs(role).unsafe(statement)
  for (const statement of [
    'update incidents set state = state',
    'update incident_resources set to_at = to_at',
    'insert into incident_updates select * from incident_updates',
    'update maintenance_windows set state = state',
    'select * from news_tellings',
    'insert into exclusion_decisions select * from exclusion_decisions',
  ])
    await expect(as('andromede_portal', statement), statement).rejects.toThrow(/permission denied/)
  for (const statement of [
    'select * from news_tellings',
    'select * from status_subscribers',
    'select * from calendar_feeds',
  ])
    await expect(as('andromede_operator', statement), statement).rejects.toThrow(/permission denied/)
  await expect(as('andromede_worker', 'delete from news_tellings')).rejects.toThrow(/permission denied/)
  await expect(world.sql`delete from incident_updates`).rejects.toThrow(/append-only/)
})

test('a larger failure replaces a smaller proposal that staff have not handled', async () => {
  const [first, second] = world.own as [string, string]
  await world.look({ [first]: 'down', [second]: 'down' }, at(0))
  await world.follow(at(1))
  expect((await live()).map(({ domain }) => domain)).toEqual(['host'])
  const all = [...world.own, world.foreign, ...world.elsewhere]
  await world.look(Object.fromEntries(all.map((id) => [id, 'down'])), at(10))
  await world.follow(at(11))
  const [rack, ...more] = await live()
  expect(more).toEqual([])
  expect(rack).toMatchObject({ domain: 'rack', resources: 5 })
  await repair(20)
  await dismissIncident(world.staff(at(21)), {
    incidentId: rack?.id ?? newId('incident'),
    reason: 'Fin de l’essai.',
  })
})

test('one server on an unreachable host is a failure at once, notified by mail and notice, and again on recovery', async () => {
  const others = world.own.slice(1)
  await world.sql`update instances set state = 'stopped' where id in ${world.sql([...others, world.foreign] as string[])}`
  const mark = (since: Date | null) =>
    world.sql`update hosts set unreachable_since = ${since} where id = ${world.hostId}`
  await world.look({}, at(0))
  await mark(at(1))
  await world.sql`insert into host_silences (id, host_id, from_at) values ('hsi_1', ${world.hostId}, ${at(1)})`
  await world.follow(at(2))
  const [incident] = await live()
  expect(incident).toMatchObject({ domain: 'host', resources: 1, startedAt: at(1).toISOString() })

  const before = (await world.mails('incident-news')).length
  const tellAll = (seconds: number) =>
    Promise.all(Array.from({ length: 10 }, () => notifySilentHosts(systemTestContext(at(seconds)))))
  await tellAll(5)
  expect(await world.mails('incident-news')).toHaveLength(before)
  await tellAll(15)
  const [opened, ...more] = (await world.mails('incident-news')).slice(before)
  expect(more).toEqual([])
  expect(opened?.textBody).toContain('etat-civil')
  expect(opened?.textBody).not.toContain('archives')

  await mark(null)
  await world.sql`update host_silences set to_at = ${at(30)}`
  await tellAll(31)
  expect(
    (await world.mails('incident-news')).slice(before).map(({ subject }) => subject.split(' :')[0]),
  ).toEqual(['Incident en cours', 'Incident résolu'])
  await world.sql`update instances set state = 'running' where id in ${world.sql([...others, world.foreign] as string[])}`
  await repair(40)
  await dismissIncident(world.staff(at(41)), {
    incidentId: incident?.id ?? newId('incident'),
    reason: 'Fin de l’essai.',
  })
})

test('customers see only their own incidents, and only in projects that they can access', async () => {
  const id = await fail()
  const own = await readBannerNews(world.member(world.estate.own, 'reader', at(12)))
  expect(own.incidents[0]?.touched).toEqual({ names: ['archives', 'etat-civil'], count: 2 })
  expect((await readFrame(world.member(world.estate.own, 'reader', at(12)))).news).toEqual(own)
  const theirs = await getOwnIncident(world.member(world.estate.foreign, 'reader', at(12)), { id })
  expect(theirs.touched.map(({ name }) => name)).toEqual(['dossiers'])
  expect(JSON.stringify([own, theirs])).not.toContain(world.hostId)

  const { accountId, organisationId } = world.estate.own
  const guest = memberTestContext(
    accountId,
    { organisationId, role: 'guest', projectRoles: { [newId('project')]: 'technical' } },
    { now: at(12) },
  )
  expect(await listOwnIncidents(guest)).toEqual([])
  expect((await readBannerNews(guest)).incidents).toEqual([])
  await expect(getOwnIncident(guest, { id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(openIncident(guest, {} as never)).rejects.toMatchObject({ code: 'unauthenticated' })

  await repair(20)
  expect((await readBannerNews(world.member(world.estate.own, 'technical', at(1_000)))).incidents).toEqual([])
  await dismissIncident(world.staff(at(30)), { incidentId: id, reason: 'Fin de l’essai.' })
  await expect(getOwnIncident(world.member(), { id })).rejects.toMatchObject({ code: 'not_found' })
})

test('a proposal is not notified; once accepted, each affected customer gets every update once, with its resources', async () => {
  const id = await fail()
  await world.sql`insert into webhook_endpoints (id, organisation_id, url, events, secret_sealed, created_at)
    values (${newId('webhookEndpoint')}, ${world.estate.own.organisationId}, 'https://hooks.test', ${['incident.opened', 'incident.resolved']}, 'x', ${at(0)})`
  await tell(12)
  expect(await world.mails('incident-news')).toEqual([])
  expect(await countLiveIncidents(world.staff(at(19)))).toEqual({ count: 1, worst: 'major' })
  await accept(id, 20)
  await Promise.all(Array.from({ length: 10 }, () => tell(21)))
  const mails = await world.mails('incident-news')
  expect(mails).toHaveLength(2)
  const [ours, theirs] = [world.estate.own, world.estate.foreign].map(({ accountId }) =>
    mails.find(({ recipient }) => recipient.startsWith(accountId)),
  )
  expect(ours?.textBody).toContain('archives, etat-civil')
  expect(theirs?.textBody).toContain('dossiers')
  expect(theirs?.textBody).not.toContain('archives')
  expect(ours?.textBody).toContain('Une équipe est sur place.')

  await say(id, 'identified', 30)
  await repair(40)
  await end(id, 50)
  await Promise.all(Array.from({ length: 10 }, () => tell(51)))
  expect((await world.mails('incident-news')).map(({ subject }) => subject.split(' :')[0]).sort()).toEqual([
    'Incident en cours',
    'Incident en cours',
    'Incident résolu',
    'Incident résolu',
    'Incident, du nouveau',
    'Incident, du nouveau',
  ])
  await publishEvents(systemTestContext(at(52)))
  const events = await world.sql`select event, payload from webhook_deliveries order by id`
  expect(events.map(({ event }) => event)).toEqual(['incident.opened', 'incident.resolved'])
  expect(events[0]?.payload.data.resources.map(({ name }: { name: string }) => name).sort()).toEqual([
    'archives',
    'etat-civil',
  ])
  const [kinds] =
    await world.sql`select array_agg(kind order by id) as kinds from notices where organisation_id = ${world.estate.own.organisationId}`
  expect(kinds?.kinds).toEqual(['incident_opened', 'incident_resolved'])
  await expect(say(id, 'monitoring', 60)).rejects.toMatchObject({ code: 'state_forbids' })
  const view = await getOwnIncident(world.member(), { id })
  expect(view.updates.map(({ state }) => state)).toEqual(['investigating', 'identified', 'resolved'])
})

test('a customer affected later reads the current state, without the earlier updates', async () => {
  const [first, second] = world.own as [string, string]
  await world.look({ [first]: 'down', [second]: 'down' }, at(0))
  await world.follow(at(1))
  const [incident] = await live()
  const id = incident?.id ?? newId('incident')
  await accept(id, 2)
  await tell(3)
  await say(id, 'identified', 4)
  await tell(5)
  await world.look({ [first]: 'down', [second]: 'down', [world.foreign]: 'down' }, at(10))
  await world.follow(at(11))
  await tell(12)
  const theirs = (await world.mails('incident-news')).filter(({ recipient }) =>
    recipient.startsWith(world.estate.foreign.accountId),
  )
  expect(theirs).toHaveLength(1)
  expect(theirs[0]).toMatchObject({ subject: 'Incident en cours : Panne d’alimentation' })
  expect(theirs[0]?.textBody).toContain('C’est identified.')
  await repair(20)
  await end(id, 30)
})

test('an incident opened by staff affects the resources previewed in its place, until staff end it', async () => {
  await world.look({}, at(0))
  const place = `host:${world.hostId}`
  const preview = await previewPlace(world.staff(at(1)), place)
  expect(preview.resources.map(({ name }) => name).sort()).toEqual(['archives', 'dossiers', 'etat-civil'])
  const open = (startedAt: Date) =>
    openIncident(world.staff(at(600)), {
      place,
      severity: 'critical',
      state: 'identified',
      startedAt: parisMinuteOf(startedAt),
      ...texts,
    })
  await expect(open(at(1_200))).rejects.toMatchObject({
    field: 'startedAt',
    params: { reason: 'in_the_future' },
  })
  const { id } = await open(at(540))
  await expect(open(at(540))).rejects.toMatchObject({ code: 'conflict' })
  await world.look({}, at(610))
  await world.follow(at(611))
  const view = await getIncident(world.staff(), { id })
  expect(view.touched.map(({ name, toAt }) => [name, toAt]).sort()).toEqual([
    ['archives', null],
    ['dossiers', null],
    ['etat-civil', null],
  ])
  await end(id, 900)
  const over = await getIncident(world.staff(), { id })
  expect(over.touched.every(({ toAt }) => toAt === at(900).toISOString())).toBe(true)
  expect(over).toMatchObject({ state: 'resolved', repairedAt: at(900).toISOString() })

  await expect(
    explainIncident(world.staff(at(901)), {
      incidentId: id,
      rootCauseFr: 'Un onduleur.',
      rootCauseEn: '',
      postMortemFr: '',
      postMortemEn: '',
    }),
  ).rejects.toMatchObject({ field: 'rootCauseEn' })
  await explainIncident(world.staff(at(902)), {
    incidentId: id,
    rootCauseFr: 'Un onduleur.',
    rootCauseEn: 'A power supply.',
    postMortemFr: '',
    postMortemEn: '',
  })
  expect(await getOwnIncident(world.member(), { id })).toMatchObject({ rootCauseEn: 'A power supply.' })
})

// Last, because the affected resources stay in the incident.
test('the banner names the first of many resources and counts the others', async () => {
  const id = await fail()
  const [copied = ''] = world.own
  const more = Array.from({ length: 8 }, (_, index) => ({
    id: newId('instance'),
    name: `guichet-${index + 1}`,
  }))
  for (const each of more) {
    await world.sql`insert into instances
      select (jsonb_populate_record(i, ${world.sql.json(each)})).* from instances i where i.id = ${copied}`
    await world.sql`insert into incident_resources
      select (jsonb_populate_record(r, jsonb_build_object('subject_id', ${each.id}::text))).*
      from incident_resources r where r.incident_id = ${id} and r.subject_id = ${copied}`
  }
  const { incidents } = await readBannerNews(world.member(world.estate.own, 'reader', at(12)))
  expect(incidents[0]?.touched).toEqual({
    names: ['archives', 'etat-civil', 'guichet-1', 'guichet-2', 'guichet-3'],
    count: 10,
  })
})
