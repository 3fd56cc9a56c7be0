import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { type Membership, memberRoles, type OpContext } from '~/lib/kernel/op-context'
import { addInstance, addVolume } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate } from '~/testing/estate'
import { readEvidence } from '../evidence/read-evidence'
import { openReport } from '../report/open-report'
import { recompute } from '../report/testing/recompute'
import { serviceLevelsInput } from '../schema'
import { addSeen, addVantage } from '../testing/seen-rows'
import { readTimeline } from '../timeline/read-timeline'
import { readResourceLevel } from './read-resource-level'
import { readServiceLevels } from './read-service-levels'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const now = new Date('2026-11-24T09:00:00Z')
const delivered = '2026-10-10T00:00:00Z'
const minute = 60_000
let estate: Estate
let web: Id<'instance'>
let disk: Id<'volume'>

const reader = () => estate.own.as('reader', now)
const choice = (rest = {}) => serviceLevelsInput.parse({ page: 1, ...rest })
const levels = (rest = {}, ctx: OpContext = reader()) => readServiceLevels(ctx, choice(rest))

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
  const { organisationId } = estate.own
  const at = new Date(delivered)
  web = await addInstance(estate, { name: 'web', at })
  disk = await addVolume(estate, { name: 'disque', at })
  await addInstance(estate, { name: 'jamais-vu', at })
  const control = await addVantage('control', estate.zone.zoneId, now)
  const agent = await addVantage('agent', estate.zone.zoneId, now)
  for (const vantage of [control, agent]) {
    await addSeen(vantage, { id: web, organisationId }, [
      [delivered, 'up'],
      // Ten hours in October miss the objective; one minute in November does not.
      ['2026-10-20T00:00:00Z', 'down'],
      ['2026-10-20T10:00:00Z', 'up'],
      ['2026-11-12T10:00:00Z', 'down'],
      ['2026-11-12T10:01:00Z', 'up'],
      ['2026-11-13T00:00:00Z', 'unknown'],
      ['2026-11-14T00:00:00Z', 'up'],
    ])
    await addSeen(vantage, { id: disk, organisationId }, [[delivered, 'up']])
  }
  const incidentId = newId('incident')
  await query(
    `insert into incidents (id, number, state, severity, title_fr, title_en, domain, domain_id, zone_id, started_at, detected_at)
     values ('${incidentId}', 7, 'resolved', 'major', 'Coupure', 'Outage', 'zone', '${estate.zone.zoneId}', '${estate.zone.zoneId}', '2026-10-20T00:00:00Z', '2026-10-20T00:00:09Z')`,
  )
  await query(
    `insert into incident_resources (incident_id, subject_id, subject_kind, organisation_id, from_at, to_at)
     values ('${incidentId}', '${web}', 'instance', '${organisationId}', '2026-10-20T00:00:00Z', '2026-10-20T10:00:00Z')`,
  )
})

describe('the service levels of a month', () => {
  test('list each resource, the most pressing first, with its remaining budget', async () => {
    const view = await levels()
    expect(view.month).toMatchObject({ period: '2026-11', isRunning: true })
    expect(view.rows.map(({ name, state }) => [name, state])).toEqual([
      ['jamais-vu', 'unknown'],
      ['web', 'kept'],
      ['disque', 'kept'],
    ])
    const [, row] = view.rows
    expect(row).toMatchObject({ downMs: minute, unknownMs: 1440 * minute, objectivePpm: 999_000 })
    // 99.9 % of 720 hours less the unknown day.
    expect(row?.budget).toEqual({
      allowedMs: (696 * 60 * minute) / 1000,
      leftMs: (696 * 60 * minute) / 1000 - minute,
    })
    const kinds = Object.fromEntries((row?.days ?? []).map(({ day, kind }) => [day, kind]))
    expect(kinds).toMatchObject({
      '2026-11-11': 'kept',
      '2026-11-12': 'touched',
      '2026-11-13': 'kept',
      '2026-11-24': 'kept',
      '2026-11-25': 'outside',
    })
    expect(view.total).toMatchObject({ resources: 3, breached: 0, downMs: minute })
    expect(view.tightest?.name).toBe('web')
    expect(view.byProject).toMatchObject([{ name: 'Principal', resources: 3 }])
    expect(view.byZone).toMatchObject([{ state: 'unknown', objectivePpm: 999_900 }])
  })

  test('of a past month agree on the breach, its incident and its evidence', async () => {
    const view = await levels({ month: '2026-10' })
    expect(view.month).toMatchObject({ period: '2026-10', isRunning: false })
    expect(view.rows[0]).toMatchObject({ name: 'web', state: 'breached', downMs: 600 * minute })
    expect(view.rows[0]?.days.find(({ day }) => day === '2026-10-20')?.kind).toBe('broken')
    expect(view.rows[0]?.days.find(({ day }) => day === '2026-10-09')?.kind).toBe('outside')
    expect(view.incidents).toMatchObject([{ number: 7, resources: [{ id: web, name: 'web' }] }])
    const { evidence } = await readEvidence(reader(), { resourceId: web, month: '2026-10' })
    expect(evidence?.sums.downMs).toBe(600 * minute)
    expect(evidence?.stretches.map(({ state }) => state)).toEqual(['up', 'down', 'up'])
    const sum = evidence?.stretches.reduce((ms, { from, to }) => ms + to - from, 0)
    expect(sum).toBe(evidence?.sums.windowMs)
    expect(evidence?.vantages.map(({ transitionCount }) => transitionCount)).toEqual([3, 3])
  })

  test('are filtered by project, zone and state, and ignore invalid filters', async () => {
    expect((await levels({ state: 'kept' })).rows.map(({ name }) => name)).toEqual(['web', 'disque'])
    expect((await levels({ state: 'breached', month: '2026-10' })).count).toBe(1)
    expect((await levels({ zone: 'NULLE-PART' })).count).toBe(0)
    expect((await levels({ project: newId('project') })).count).toBe(0)
    expect((await levels({ state: 'x', month: '2031-99' })).count).toBe(3)
    expect((await levels({ page: 9_000 })).rows).toHaveLength(3)
  })

  test('agree between the resource panel and the list', async () => {
    const row = (await levels()).rows.find(({ id }) => id === web)
    const level = await readResourceLevel(reader(), { resourceId: web })
    expect(level).toMatchObject({
      availabilityPpm: row?.availabilityPpm,
      budget: row?.budget,
      period: '2026-11',
    })
    expect(await readResourceLevel(reader(), { resourceId: newId('instance') })).toBeNull()
  })
})

test('show the credits of the month, without refused ones', async () => {
  const { organisationId } = estate.own
  const credit = async (period: string, revision: number, cents: number, state: string) => {
    const id = newId('slaAssessment')
    await query(
      `insert into sla_assessments (id, organisation_id, subject_id, subject_kind, bundle_id, period, revision, cause, contract_id, objective_ppm, window_ms, excluded_ms, unknown_ms, down_ms, up_ms, availability_ppm, price_cents, credit_cents, evidence, evidence_sha256, assessed_at)
       select '${id}', '${organisationId}', '${web}', 'instance', i.bundle_id, '${period}', ${revision}, 'month_ended', c.id, 999000, 0, 0, 0, 0, 0, null, 9999, 0, '', '', now()
       from instances i, service_contracts c where i.id = '${web}' and c.version = 1`,
    )
    const granted = state === 'granted'
    await query(
      `insert into service_credits (id, organisation_id, assessment_id, subject_id, subject_kind, period, amount_cents, used_cents, state, created_at, granted_at, decision_reason)
       values ('${newId('serviceCredit')}', '${organisationId}', '${id}', '${web}', 'instance', '${period}', ${cents}, ${granted ? cents : 0}, '${state}', now(), ${granted ? 'now()' : 'null'}, ${state === 'refused' ? "'non'" : 'null'})`,
    )
  }
  await credit('2026-10', 1, 500, 'granted')
  await credit('2026-10', 2, 144, 'drafted')
  await credit('2026-09', 1, 900, 'refused')
  const view = await levels({ month: '2026-10' })
  expect(view.creditCents).toBe('644')
  expect(view.rows.map(({ name, credit }) => [name, credit?.cents, credit?.isEstimate])).toContainEqual([
    'web',
    '644',
    false,
  ])
  expect((await levels()).creditCents).toBe('0')
  const { credits } = await readTimeline(reader(), {
    resourceId: web,
    from: Date.parse('2026-09-01T00:00:00Z'),
    to: now.getTime(),
  })
  expect(credits).toEqual([
    {
      period: '2026-10',
      cents: '644',
      from: Date.parse('2026-09-30T22:00:00Z'),
      to: Date.parse('2026-10-31T23:00:00Z'),
    },
  ])
})

describe('read access', () => {
  test('is for every member, and not for another organisation', async () => {
    for (const role of memberRoles.filter((each) => each !== 'guest'))
      expect((await levels({}, estate.own.as(role, now))).count).toBe(3)
    const foreign = estate.foreign.as('owner', now)
    expect((await levels({}, foreign)).count).toBe(0)
    expect((await levels({}, foreign)).incidents).toEqual([])
    await expect(readEvidence(foreign, { resourceId: web, month: undefined })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(
      readTimeline(foreign, { resourceId: web, from: now.getTime() - minute, to: now.getTime() }),
    ).rejects.toMatchObject({ code: 'not_found' })
    expect(await readResourceLevel(foreign, { resourceId: web })).toBeNull()
  })

  test('is limited to the projects of a guest', async () => {
    const base = estate.own.as('guest', now)
    const withRoles = (projectRoles: NonNullable<Membership['projectRoles']>): OpContext => ({
      ...base,
      membership: base.membership && { ...base.membership, projectRoles },
    })
    expect((await levels({}, withRoles({}))).count).toBe(0)
    expect((await levels({}, withRoles({ [estate.own.projectId]: 'reader' }))).count).toBe(3)
    await expect(readEvidence(withRoles({}), { resourceId: web, month: undefined })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('the timeline of a resource', () => {
  const span = { from: Date.parse('2026-10-01T00:00:00Z'), to: Date.parse('2026-11-24T12:00:00Z') }

  test('contains observations, incidents and states, from its delivery until now', async () => {
    const view = await readTimeline(reader(), { resourceId: web, ...span })
    expect(view.together.map(({ state }) => state)).toEqual([
      'up',
      'down',
      'up',
      'down',
      'up',
      'unknown',
      'up',
    ])
    expect(view.together[0]?.from).toBe(Date.parse(delivered))
    expect(view.together.at(-1)?.to).toBe(now.getTime())
    expect(view.vantages.map(({ kind, spans }) => [kind, spans.length])).toEqual([
      ['agent', 7],
      ['control', 7],
    ])
    expect(view.incidents).toMatchObject([{ number: 7, to: Date.parse('2026-10-20T10:00:00Z') }])
    expect(view.states.map(({ state }) => state)).toEqual(['running'])
    expect(view.isThinned).toBe(false)
  })

  test('shows an accountant the measurements, but not the technicians’ actions', async () => {
    await query(
      `insert into audit_events (id, organisation_id, event, actor_kind, actor_id, actor_label, surface, request_id, subject_kind, subject_id, occurred_at)
       values ('${newId('audit')}', '${estate.own.organisationId}', 'instance.stopped', 'account', '${estate.own.accountId}', 'camille@example.test', 'portal', 'r', 'instance', '${web}', '2026-11-20T10:00:00Z')`,
    )
    const asRole = (role: 'billing' | 'technical') =>
      readTimeline(estate.own.as(role, now), { resourceId: web, ...span })
    expect((await asRole('technical')).actions).toMatchObject([
      { event: 'instance.stopped', by: 'camille@example.test' },
    ])
    const billing = await asRole('billing')
    expect(billing.actions).toBeNull()
    expect(billing.together).toEqual((await asRole('technical')).together)
  })
})

describe('the files of a month', () => {
  const bodyOf = async (format: 'csv' | 'pdf', ctx = reader()) => {
    const file = await openReport(ctx, { format, month: '2026-10' })
    return { ...file, bytes: Buffer.from(await new Response(file.body).arrayBuffer()) }
  }

  test('contain evidence that reproduces every availability on the screen', async () => {
    const file = await bodyOf('csv')
    expect(file.fileName).toBe('preuves-niveaux-de-service-2026-10.csv')
    const found = recompute(file.bytes.toString('utf8'))
    const shown = (await levels({ month: '2026-10' })).rows
    expect(found).toHaveLength(3)
    for (const { id, availabilityPpm, downMs, unknownMs } of shown) {
      const again = found.find(({ resource }) => resource === id)
      expect(again).toMatchObject({ ppm: availabilityPpm, stated: availabilityPpm })
      expect(again?.sums).toMatchObject({ down: downMs, unknown: unknownMs })
    }
  })

  test('contain a tagged PDF report, identical when repeated, in the reader’s language', async () => {
    const file = await bodyOf('pdf')
    expect(file.fileName).toBe('niveaux-de-service-2026-10.pdf')
    expect(file.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(file.bytes.toString('latin1')).toContain('/MarkInfo')
    expect((await bodyOf('pdf')).bytes.equals(file.bytes)).toBe(true)
    expect((await bodyOf('pdf', { ...reader(), locale: 'en' })).fileName).toBe('service-levels-2026-10.pdf')
  })

  test('do not exist for a month outside the list', async () => {
    await expect(openReport(reader(), { format: 'csv', month: '2031-01' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
