import { beforeAll, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { type StaffRole, staffRoles } from '~/lib/kernel/op-context'
import { addInstance, addVolume } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate } from '~/testing/estate'
import { addSeen, addVantage } from '../testing/seen-rows'
import { readOperatorLevels } from './read-operator-levels'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const now = new Date('2026-11-24T09:00:00Z')
const at = new Date('2026-11-01T00:00:00Z')
const minute = 60_000
let estate: Estate
let calm: Id<'instance'>
let broken: Id<'instance'>
let burning: Id<'instance'>

const as = (role: StaffRole) => staffTestContext('stf_test', [role], now)

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
  const { organisationId } = estate.own
  calm = await addInstance(estate, { name: 'calme', at })
  broken = await addInstance(estate, { name: 'rompu', at })
  burning = await addInstance(estate, { name: 'brule', at })
  const disk = await addVolume(estate, { name: 'disque', at })
  const control = await addVantage('control', estate.zone.zoneId, now)
  const agent = await addVantage('agent', estate.zone.zoneId, now)
  await addVantage('site', null, new Date(now.getTime() - 6 * minute))
  for (const vantage of [control, agent]) {
    for (const id of [calm, disk])
      await addSeen(vantage, { id, organisationId }, [['2026-11-01T00:00:00Z', 'up']])
    await addSeen(vantage, { id: broken, organisationId }, [
      ['2026-11-01T00:00:00Z', 'up'],
      ['2026-11-10T00:00:00Z', 'down'],
      ['2026-11-10T10:00:00Z', 'up'],
    ])
    await addSeen(vantage, { id: burning, organisationId }, [
      ['2026-11-01T00:00:00Z', 'up'],
      ['2026-11-24T08:57:00Z', 'down'],
    ])
  }
  await query(
    `insert into probe_hours (vantage_id, hour, rounds, failed_rounds, subjects_max, total_ms, longest_ms) values
       ('${control}', '2026-11-24T08:00:00Z', 350, 2, 4, 70000, 900), ('${control}', '2026-11-23T10:00:00Z', 50, 0, 4, 10000, 1200),
       ('${control}', '2026-11-22T10:00:00Z', 360, 9, 4, 99999, 9999)`,
  )
  const incident = (number: number, state: string, detectedSeconds: number, repairedMinutes: number | null) =>
    query(
      `insert into incidents (id, number, state, severity, title_fr, title_en, domain, domain_id, zone_id, started_at, detected_at, repaired_at)
       values ('${newId('incident')}', ${number}, '${state}', 'major', '', '', 'host', 'hst_${number}', '${estate.zone.zoneId}', '2026-11-10T00:00:00Z',
         timestamptz '2026-11-10T00:00:00Z' + interval '${detectedSeconds} seconds', ${repairedMinutes === null ? 'null' : `timestamptz '2026-11-10T00:00:00Z' + interval '${repairedMinutes} minutes'`})`,
    )
  await incident(1, 'resolved', 10, 30)
  await incident(2, 'monitoring', 20, 90)
  await incident(3, 'investigating', 30, null)
  // A proposal that staff have not accepted.
  await incident(4, 'proposed', 9_999, null)
  await incident(5, 'dismissed', 9_999, 9_999)
})

test('burning objectives come first, then missed ones; calm ones are left out', async () => {
  const view = await readOperatorLevels(as('support'))
  expect(view.risks.map(({ name, state, pace }) => [name, state, pace])).toEqual([
    ['brule', 'kept', 'fast'],
    ['rompu', 'breached', null],
  ])
  expect(view).toMatchObject({
    period: '2026-11',
    resources: 4,
    measured: 4,
    breached: 1,
    fast: 1,
    riskCount: 2,
  })
  expect(view.risks[1]).toMatchObject({ organisation: 'Atelier Test', objectivePpm: 999_000 })
  expect(view.risks[1]?.host).not.toBeNull()
})

test('budgets are summed by zone and by hardware generation, with volumes apart', async () => {
  const { byZone, byGeneration } = await readOperatorLevels(as('capacity'))
  expect(byZone).toMatchObject([{ resources: 4, breached: 1, downMs: 603 * minute }])
  expect(byGeneration.map(({ resources }) => resources).sort()).toEqual([1, 3])
  expect(byGeneration.find(({ key }) => key === '')).toMatchObject({ resources: 1, downMs: 0, burntPpm: 0 })
  const servers = byGeneration.find(({ key }) => key !== '')
  // Three servers under 99.9 % of 719 hours: in Paris the month began an hour before them.
  expect(servers?.burntPpm).toBe(Math.floor((603 / 129.42) * 1_000_000))
})

test('accepted incidents give the mean times to detect and to repair', async () => {
  const { times } = await readOperatorLevels(as('auditor'))
  expect(times).toEqual({ detected: 3, detectMs: 20_000, repaired: 2, repairMs: 60 * minute })
})

test('probes show their last round, and the statistics of the last day', async () => {
  const { vantages } = await readOperatorLevels(as('capacity'))
  const looks = Object.fromEntries(vantages.map(({ kind, looks: how }) => [kind, how]))
  expect(looks).toEqual({ control: 'looking', agent: 'looking', site: 'away' })
  expect(vantages.find(({ kind }) => kind === 'control')).toMatchObject({
    rounds: 400,
    failedRounds: 2,
    meanMs: 200,
    longestMs: 1_200,
  })
})

test('unobserved subjects are listed: a zone without whole-zone probes, and the sites', async () => {
  const { unknownNow } = await readOperatorLevels(as('support'))
  expect(unknownNow.map(({ kind }) => kind).sort()).toEqual(['site', 'zone'])
})

test.each(staffRoles)('%s reads it when it is a role responsible for it', async (role) => {
  const read = readOperatorLevels(as(role))
  if (role === 'moderator') await expect(read).rejects.toMatchObject({ code: 'forbidden' })
  else expect((await read).resources).toBe(4)
})
