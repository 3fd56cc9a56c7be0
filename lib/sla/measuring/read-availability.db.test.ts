import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation, withStaff, withSystem } from '~/db/client'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { contractOf, objectiveOf } from '../contract/read-contract'
import { addGap, addSeen, addVantage } from '../testing/seen-rows'
import { listSubjects, listZoneSubjects } from './list-subjects'
import { readAvailability } from './read-availability'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const now = new Date('2026-11-24T09:00:00Z')
const november = { from: Date.parse('2026-10-31T23:00:00Z'), to: Date.parse('2026-11-30T23:00:00Z') }
const minute = 60_000
let estate: Estate
let server: Id<'instance'>

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
  const { organisationId } = estate.own
  server = await addInstance(estate, { name: 'web', at: new Date('2026-11-10T00:00:00Z') })
  const old = await addInstance(estate, { name: 'old', at: new Date('2026-09-01T00:00:00Z') })
  const control = await addVantage('control', estate.zone.zoneId, now)
  const agent = await addVantage('agent', estate.zone.zoneId, now)
  const web = { id: server, organisationId }
  await addSeen(control, web, [
    ['2026-11-10T00:00:00Z', 'up'],
    ['2026-11-12T10:00:00Z', 'down'],
    ['2026-11-12T10:30:00Z', 'up'],
    ['2026-11-20T02:00:00Z', 'down'],
    ['2026-11-20T03:00:00Z', 'up'],
  ])
  await addSeen(agent, web, [
    ['2026-11-10T00:00:00Z', 'up'],
    ['2026-11-12T10:10:00Z', 'down'],
    ['2026-11-12T10:40:00Z', 'up'],
    ['2026-11-20T02:00:00Z', 'down'],
    ['2026-11-20T03:00:00Z', 'up'],
  ])
  for (const vantage of [control, agent])
    await addSeen(vantage, { id: old, organisationId }, [
      ['2026-09-01T00:00:00Z', 'up'],
      ['2026-10-31T22:00:00Z', 'down'],
      ['2026-10-31T23:30:00Z', 'up'],
    ])
  // Both vantages missing at once: everything is unknown.
  for (const vantage of [control, agent])
    await addGap(vantage, '2026-11-15T00:00:00Z', '2026-11-15T01:00:00Z')
  const maintenanceId = newId('maintenance')
  await makeStaff(sql, ['capacity'], { id: 'stf_test' })
  await query(
    `insert into maintenance_windows (id, zone_id, domain, domain_id, title_fr, title_en, description_fr, description_en, starts_at, ends_at, state, announced_at, announced_by_staff_id)
     values ('${maintenanceId}', '${estate.zone.zoneId}', 'zone', '${estate.zone.zoneId}', '', '', '', '', '2026-11-20T02:00:00Z', '2026-11-20T02:45:00Z', 'done', '2026-11-10T00:00:00Z', 'stf_test')`,
  )
  await query(
    `insert into maintenance_resources (maintenance_id, subject_id, subject_kind, organisation_id, told_at) values ('${maintenanceId}', '${server}', 'instance', '${organisationId}', '2026-11-10T00:00:00Z')`,
  )
})

const readOwn = (window = november, at = now) =>
  withOrganisation(estate.own.as('reader', at), async (tx, organisationId) =>
    readAvailability(tx, { subjects: await listSubjects(tx, organisationId, window), window, now: at }),
  )
const named = async (name: string, window = november) =>
  (await readOwn(window)).find(({ subject }) => subject.name === name)

describe('the availability of a month', () => {
  test('counts down where every vantage saw it down, gaps as unknown, without maintenance, from the delivery on', async () => {
    const web = await named('web')
    expect(web?.window).toEqual({ from: Date.parse('2026-11-10T00:00:00Z'), to: now.getTime() })
    expect(web?.isComplete).toBe(false)
    const windowMs = now.getTime() - Date.parse('2026-11-10T00:00:00Z')
    const [downMs, unknownMs, excludedMs] = [35 * minute, 60 * minute, 45 * minute]
    const upMs = windowMs - downMs - unknownMs - excludedMs
    expect(web?.availability).toEqual({
      windowMs,
      downMs,
      unknownMs,
      excludedMs,
      upMs,
      availabilityPpm: Math.floor((upMs * 1_000_000) / (upMs + downMs)),
    })
    expect(web?.exclusions.map(({ rule }) => rule)).toEqual(['maintenance'])
    expect(web?.objectivePpm).toBe(999_000)
  })

  test('starts with the state in force at the start of the month', async () => {
    expect((await named('old'))?.availability.downMs).toBe(30 * minute)
    const october = { from: Date.parse('2026-09-30T22:00:00Z'), to: november.from }
    const before = await named('old', october)
    expect(before?.availability.downMs).toBe(60 * minute)
    expect(before?.isComplete).toBe(true)
    expect(await named('web', october)).toBeUndefined()
  })

  test('is unknown after the last round', async () => {
    const later = new Date(now.getTime() + 10 * minute)
    const [web] = (await readOwn(november, later)).filter(({ subject }) => subject.name === 'web')
    expect(web?.availability.unknownMs).toBe(70 * minute)
  })

  test('is invisible to another organisation, and equal for staff, worker and customer', async () => {
    const foreign = await withOrganisation(estate.foreign.as('owner', now), async (tx, organisationId) => {
      const own = await listSubjects(tx, organisationId, november)
      const others = await listSubjects(tx, null, november)
      return [own, others]
    })
    expect(foreign).toEqual([[], []])
    const [own] = (await readOwn()).filter(({ subject }) => subject.name === 'web')
    const staff = await withStaff(staffTestContext('stf_test', ['support'], now), async (tx) =>
      readAvailability(tx, { subjects: await listSubjects(tx, null, november), window: november, now }),
    )
    const worker = await withSystem(workerAt(now), async (tx) =>
      readAvailability(tx, { subjects: await listSubjects(tx, null, november), window: november, now }),
    )
    for (const all of [staff, worker]) expect(all.find(({ subject }) => subject.id === server)).toEqual(own)
  })

  test('is not down because of a zone vantage without observations', async () => {
    const zone = await withSystem(workerAt(now), async (tx) => {
      const subjects = (await listZoneSubjects(tx)).filter(({ id }) => id === estate.zone.zoneId)
      return readAvailability(tx, { subjects, window: november, now })
    })
    expect(zone[0]?.availability).toMatchObject({ upMs: 0, downMs: 0, availabilityPpm: null })
    expect(zone[0]?.objectivePpm).toBe(999_900)
  })
})

test('the contract that ships with the product has an objective for every bundle', async () => {
  await withSystem(workerAt(now), async (tx) => {
    const contract = await contractOf(tx, now)
    expect(contract).toMatchObject({ version: 1, terms: { creditCapBasisPoints: 5_000 } })
    for (const { id } of Object.values(estate.bundles))
      expect(await objectiveOf(tx, contract.id, id)).toMatchObject({ provisioningSeconds: 300 })
  })
})
