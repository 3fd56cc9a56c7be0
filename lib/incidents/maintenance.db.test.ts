import { beforeAll, expect, test } from 'vitest'
import { anonymousTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { addMember } from '~/testing/member'
import { readCalendar } from './feeds/testing/read-calendar'
import {
  announceMaintenance,
  cancelMaintenance,
  changeMaintenance,
  endCalendar,
  followMaintenance,
  getMaintenance,
  listMaintenanceAtHand,
  listOwnMaintenance,
  readBannerNews,
  readCalendarStatus,
  readOwnCalendar,
  readZoneCalendar,
  renewCalendar,
} from './index'
import { parisMinuteOf } from './paris-minute'
import { type IncidentWorld, later, openIncidentWorld } from './testing/incident-world'

const { sql } = useTestDatabase()
let world: IncidentWorld
const hour = 3_600
const day = 24 * hour

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.test'
  world = await openIncidentWorld(sql)
})

const texts = {
  titleFr: 'Remplacement d’un commutateur',
  titleEn: 'Replacement of a switch',
  descriptionFr: 'Le réseau peut être coupé ; deux fois, une minute.',
  descriptionEn: 'The network may be cut, twice, for a minute.',
}
const times = (from: number, to: number) => ({
  startsAt: parisMinuteOf(later(from)),
  endsAt: parisMinuteOf(later(to)),
})
const announce = (from: number, to: number, at = 0) =>
  announceMaintenance(world.staff(later(at)), {
    place: `host:${world.hostId}`,
    relocationId: null,
    ...texts,
    ...times(from, to),
  })
const follow = (at: number) =>
  Promise.all(Array.from({ length: 10 }, () => followMaintenance(systemTestContext(later(at)))))
const subjects = async () =>
  (await world.mails('maintenance-news')).map(({ subject }) => subject.split(' :')[0])
const clear = () => world.sql`delete from mail_messages`

test('customers with resources in the place are notified once, also later arrivals, and of changes and the end', async () => {
  const { id, isInTime } = await announce(10 * day, 10 * day + 2 * hour)
  expect(isInTime).toBe(true)
  await follow(60)
  const mails = await world.mails('maintenance-news')
  expect(mails.map(({ subject }) => subject)).toEqual(
    Array(2).fill('Maintenance prévue : Remplacement d’un commutateur'),
  )
  const theirs = mails.find(({ recipient }) => recipient.startsWith(world.estate.foreign.accountId))
  expect(theirs?.textBody).toContain('Vos ressources concernées\u00A0: dossiers.')

  await clear()
  const arrived = await addInstance(world.estate, { name: 'nouveau' })
  await world.sql`update instances set host_id = ${world.hostId} where id = ${arrived}`
  await follow(120)
  expect((await world.mails('maintenance-news')).map(({ textBody }) => textBody)).toEqual([
    expect.stringContaining('Vos ressources concernées\u00A0: nouveau.'),
  ])

  await clear()
  await changeMaintenance(world.staff(later(day)), {
    maintenanceId: id,
    ...texts,
    ...times(12 * day, 12 * day + hour),
  })
  await follow(day + 60)
  expect(await subjects()).toEqual(Array(2).fill('Maintenance modifiée'))
  const notifiedRows =
    await world.sql`select distinct told_at from maintenance_resources where maintenance_id = ${id}`
  expect(notifiedRows.map((row) => row.told_at)).toEqual([later(day + 60)])

  // Within the announced window: the notice period still counts from the first announcement.
  await changeMaintenance(world.staff(later(2 * day)), {
    maintenanceId: id,
    ...texts,
    ...times(12 * day, 12 * day + hour / 2),
  })
  await follow(2 * day + 60)
  expect(
    (await world.sql`select distinct told_at from maintenance_resources where maintenance_id = ${id}`)[0]
      ?.told_at,
  ).toEqual(later(day + 60))

  await clear()
  await cancelMaintenance(world.staff(later(3 * day)), { maintenanceId: id })
  await follow(3 * day + 60)
  expect(await subjects()).toEqual(Array(2).fill('Maintenance annulée'))
  await expect(cancelMaintenance(world.staff(later(3 * day)), { maintenanceId: id })).rejects.toMatchObject({
    code: 'state_forbids',
  })
  expect(await listOwnMaintenance(world.member())).toMatchObject([{ id, state: 'cancelled', revision: 3 }])
})

test('a late announcement is allowed and marked; the work starts and ends by the clock and appears in the banner', async () => {
  const { id, isInTime } = await announce(20 * hour, 21 * hour)
  expect(isInTime).toBe(false)
  await follow(60)
  expect((await getMaintenance(world.staff(), { id })).isInTime).toBe(false)
  const banner = async (at: number) =>
    (await readBannerNews(world.member(world.estate.own, 'reader', later(at)))).maintenance.map(
      ({ state }) => state,
    )
  expect(await banner(120)).toEqual(['announced'])
  await follow(20 * hour)
  expect(await banner(20 * hour + 1)).toEqual(['under_way'])
  await expect(
    changeMaintenance(world.staff(later(20 * hour)), {
      maintenanceId: id,
      ...texts,
      ...times(30 * hour, 31 * hour),
    }),
  ).rejects.toMatchObject({ code: 'state_forbids' })
  await follow(21 * hour)
  expect(await banner(21 * hour)).toEqual([])
  const [row] = await world.sql`select state, started_at, ended_at from maintenance_windows where id = ${id}`
  expect(row).toMatchObject({ state: 'done', started_at: later(20 * hour), ended_at: later(21 * hour) })
})

test.each([
  ['startsAt', 'in_the_past', -hour, hour],
  ['endsAt', 'end_before_start', 2 * hour, hour],
  ['endsAt', 'window_too_long', hour, 4 * day],
])('%s: %s', async (field, reason, from, to) => {
  await expect(announce(from, to)).rejects.toMatchObject({ code: 'invalid_input', field, params: { reason } })
})

test('the calendar is readable by anyone with its URL, until the URL is renewed', async () => {
  await announce(40 * day, 40 * day + hour)
  const off = await announce(41 * day, 41 * day + hour)
  await follow(60)
  await cancelMaintenance(world.staff(later(90)), { maintenanceId: off.id })
  await follow(120)
  expect(await readCalendarStatus(world.member(world.estate.foreign))).toEqual({ since: null })
  const own = world.member(world.estate.own, 'owner', later(200))
  const secretOf = async () => (await renewCalendar(own)).url.split('/').at(-1) ?? ''
  const [first, second] = [await secretOf(), await secretOf()]
  const anybody = anonymousTestContext(later(300))
  await expect(readOwnCalendar(anybody, { secret: first })).rejects.toMatchObject({ code: 'not_found' })
  const events = readCalendar(await readOwnCalendar(anybody, { secret: second }))
  const ahead = events.filter(({ DTSTART = '' }) => DTSTART >= '20261231')
  expect(ahead.map(({ STATUS, SEQUENCE }) => [STATUS, SEQUENCE])).toEqual(
    expect.arrayContaining([
      ['CONFIRMED', '0'],
      ['CANCELLED', '1'],
    ]),
  )
  expect(ahead[0]?.DESCRIPTION).toContain('etat-civil')
  expect(ahead[0]?.DESCRIPTION).not.toContain('dossiers')

  const code = (await world.sql`select code from zones where id = ${world.estate.zone.zoneId}`)[0]?.code
  const zone = readCalendar(await readZoneCalendar(anybody, { zone: code }))
  expect(zone.length).toBe(events.length)
  expect(JSON.stringify(zone)).not.toContain('etat-civil')
  await expect(readZoneCalendar(anybody, { zone: 'nowhere' })).rejects.toMatchObject({ code: 'not_found' })
  await expect(endCalendar(world.member(world.estate.own, 'reader'))).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect(await readCalendarStatus(own)).toMatchObject({ since: expect.any(String) })
  await endCalendar(own)
  await endCalendar(own)
  expect(await readCalendarStatus(own)).toEqual({ since: null })
  await expect(readOwnCalendar(anybody, { secret: second })).rejects.toMatchObject({ code: 'not_found' })
  const third = await secretOf()
  expect(readCalendar(await readOwnCalendar(anybody, { secret: third }))).toHaveLength(events.length)
  await expect(renewCalendar(world.member(world.estate.own, 'reader'))).rejects.toMatchObject({
    code: 'forbidden',
  })
})

test('work at hand is in progress or starts within a week, soonest first', async () => {
  const place = `zone:${world.estate.zone.zoneId}`
  const announce = async (from: number, to: number) =>
    (await announceMaintenance(world.staff(), { place, relocationId: null, ...texts, ...times(from, to) })).id
  const [far, soon, now, off] = [
    await announce(9 * day, 9 * day + hour),
    await announce(5 * day, 5 * day + hour),
    await announce(hour, 3 * hour),
    await announce(2 * day, 2 * day + hour),
  ]
  await cancelMaintenance(world.staff(), { maintenanceId: off })
  const atHand = async (seconds: number) =>
    (await listMaintenanceAtHand(world.staff(later(seconds)))).map(({ id, state }) => [id, state])
  expect(await atHand(2 * hour)).toEqual([
    [now, 'under_way'],
    [soon, 'announced'],
  ])
  expect(await atHand(4 * day)).toEqual([
    [soon, 'announced'],
    [far, 'announced'],
  ])
})

test('a guest is notified only about resources in its projects', async () => {
  const { own } = world.estate
  const projectId = newId('project')
  await world.sql`insert into projects (id, organisation_id, name, is_default, created_at) values (${projectId}, ${own.organisationId}, 'Prestataire', false, now())`
  const { accountId, email, memberId } = await addMember(world.sql, own, 'guest')
  await world.sql`insert into project_roles (organisation_id, member_id, project_id, role, granted_at) values (${own.organisationId}, ${memberId}, ${projectId}, 'technical', now())`
  const entrusted = await addInstance(world.estate, { name: 'confie' })
  await world.sql`update instances set host_id = ${world.hostId}, project_id = ${projectId} where id = ${entrusted}`
  await clear()
  await announce(60 * day, 60 * day + hour, 50 * day)
  await follow(50 * day + 60)
  const mails = await world.mails('maintenance-news')
  const ofGuest = mails.filter(({ recipient }) => recipient === email)
  expect(ofGuest.map(({ textBody }) => textBody)).toEqual([
    expect.stringContaining('Vos ressources concernées\u00A0: confie.'),
  ])
  const notices =
    await world.sql`select params ->> 'resources' as resources from notices where account_id = ${accountId}`
  expect(notices.map(({ resources }) => resources)).toEqual(['confie'])
})
