import { beforeAll, expect, test } from 'vitest'
import { withStaff } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import {
  acceptIncident,
  decideExclusion,
  getIncident,
  getOwnIncident,
  listIncidents,
  revokeExclusion,
  updateIncidentInPublic,
} from './index'
import { insertExclusion } from './operator/queries/exclusions'
import { parisMinuteOf } from './paris-minute'
import { later as at, type IncidentWorld, openIncidentWorld } from './testing/incident-world'

const { sql } = useTestDatabase()
let world: IncidentWorld
let incidentId: Id<'incident'>

const minute = (seconds: number) => parisMinuteOf(at(seconds))
const decision = (from: number, to: number) => ({
  incidentId,
  fromAt: minute(from),
  toAt: minute(to),
  reason: 'Coupure ordonnée par la préfecture.',
})
const decide = (now: number, from: number, to: number) =>
  decideExclusion(world.staff(at(now)), decision(from, to))

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.test'
  world = await openIncidentWorld(sql)
  const [first, second] = world.own as [string, string]
  await world.look({}, at(0))
  await world.look({ [first]: 'down', [second]: 'down', [world.foreign]: 'down' }, at(10))
  await world.follow(at(11))
  const [found] = (await listIncidents(world.staff(at(12)), { states: ['proposed'] })).incidents
  if (!found) throw new Error('nothing was proposed')
  incidentId = found.id
})

test('force majeure can be decided for an accepted incident', async () => {
  await expect(decide(12, 0, 60)).rejects.toMatchObject({ code: 'state_forbids' })
  const texts = { titleFr: 'Panne', titleEn: 'Failure', textFr: 'Nous y sommes.', textEn: 'We are there.' }
  const accepted = { incidentId, severity: 'major', state: 'investigating', ...texts } as const
  await acceptIncident(world.staff(at(20)), accepted)
})

test.each([
  ['that ends at its start', 21, 0, 0, 'toAt', 'end_before_start'],
  ['that starts before the incident', 21, -60, 60, 'fromAt', 'before_incident'],
  ['that ends in the future', 21, 0, 120, 'toAt', 'in_the_future'],
])('an exclusion %s is rejected', async (_what, now, from, to, field, reason) => {
  await expect(decide(now, from, to)).rejects.toMatchObject({ field, params: { reason } })
})

test('an exclusion covers what the incident affected, and is revoked rather than changed', async () => {
  const { id: exclusionId } = await decide(22, 0, 60)
  const covered =
    await world.sql`select subject_id from excluded_resources where exclusion_id = ${exclusionId}`
  expect(covered.map((row) => row.subject_id).sort()).toEqual([...world.own, world.foreign].sort())
  await revokeExclusion(world.staff(at(30)), { exclusionId })
  await revokeExclusion(world.staff(at(31)), { exclusionId })
  const { exclusions } = await getIncident(world.staff(at(32)), { id: incidentId })
  expect((await getOwnIncident(world.member(), { id: incidentId })).exclusions).toMatchObject([
    { reason: decision(0, 60).reason, revokedAt: at(30).toISOString() },
  ])
  expect(exclusions).toMatchObject([{ resources: 3, revokedAt: at(30).toISOString() }])
})

test('after the incident has ended, an exclusion can extend to its last minute', async () => {
  await world.look({}, at(40))
  await world.follow(at(41))
  await updateIncidentInPublic(world.staff(at(150)), {
    incidentId,
    severity: 'major',
    state: 'resolved',
    textFr: 'Tout fonctionne.',
    textEn: 'All works.',
  })
  await expect(decide(900, 0, 240)).rejects.toMatchObject({
    field: 'toAt',
    params: { reason: 'after_incident' },
  })
  expect(await decide(901, 0, 180)).toMatchObject({ id: expect.any(String) })
})

test('a decision covers as many resources as a zone contains, in one statement', async () => {
  const count = 30_000
  const resources = Array.from({ length: count }, () => ({
    subjectId: newId('instance') as string,
    organisationId: world.estate.own.organisationId,
  }))
  const id = newId('exclusion')
  await withStaff(world.staff(at(1_000)), async (tx) => {
    const [{ id: staffId } = { id: '' }] = await world.sql<{ id: string }[]>`select id from staff_accounts`
    await insertExclusion(
      tx,
      {
        id,
        rule: 'force_majeure',
        scopeKind: 'incident',
        scopeId: incidentId,
        fromAt: at(0),
        toAt: at(60),
        reason: 'Crue',
        decidedByStaffId: staffId as Id<'staff'>,
        decidedAt: at(1_000),
        revokedByStaffId: null,
        revokedAt: null,
      },
      resources,
    )
  })
  const [row] = await world.sql`select count(*)::int from excluded_resources where exclusion_id = ${id}`
  expect(row?.count).toBe(count)
})
