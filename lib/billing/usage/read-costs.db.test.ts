import { beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { monthOf } from '~/lib/kernel/time/paris-month'
import { tagInstance } from '~/lib/resources'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { billOrganisation } from '../runs/bill-organisation'
import { makeSeller } from '../testing/seller'
import { forecastLines } from './forecast-month'
import { toInterval } from './month-facts'
import { listForecastTrials } from './queries/forecast-trials'
import { listUsage } from './queries/usage'
import { type MonthLine, rateMonth } from './rate-month'
import { readCosts } from './read-costs'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let estate: Estate
const now = new Date('2026-11-16T11:00:00Z')
const reader = () => estate.own.as('billing', now)

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
  await makeSeller(sql)
  const operator = estate.own.as('technical', now)
  const web = await addInstance(estate, { name: 'web-1', at: new Date('2026-08-01T10:00:00Z') })
  await addInstance(estate, { name: 'web-2', at: new Date('2026-11-10T11:00:00Z') })
  await tagInstance(operator, { instanceId: web, tags: { service: 'portail' } })
  await query(
    `update projects set tags = '{"service": "commun", "equipe": "web"}' where id = '${estate.own.projectId}'`,
  )
  for (const period of ['2026-08', '2026-09', '2026-10'])
    await billOrganisation(workerAt(new Date('2026-11-03T06:00:00Z')), {
      organisationId: estate.own.organisationId,
      period,
      mode: 'final',
    })
})

const sum = (rows: readonly { cents: string; forecastCents: string }[], of: 'cents' | 'forecastCents') =>
  rows.reduce((total, row) => total + BigInt(row[of]), 0n)

test('the parts add up to the total, used and forecast, under every division', async () => {
  const wholes = []
  for (const by of ['project', 'resource', 'cost_centre', 'meter', 'tag'] as const) {
    const { rows, forecast } = await readCosts(reader(), { by })
    expect(sum(rows, 'forecastCents')).toBe(BigInt(forecast.forecastCents))
    wholes.push([sum(rows, 'cents'), sum(rows, 'forecastCents')])
  }
  expect(new Set(wholes.map(String)).size).toBe(1)
  // web-1 all 720 hours of November at 2.450001 + 0.310007 cents; web-2 from the tenth at noon: 492 hours.
  const hours = (count: bigint, micro: bigint) => (2n * count * micro + 1_000_000n) / 2_000_000n
  const prices = [2_450_001n, 310_007n]
  const expected = prices.reduce((total, price) => total + hours(720n, price) + hours(492n, price), 0n)
  expect(wholes[0]?.[1]).toBe(expected)
})

test('a tag is the resource’s own, or else its project’s, in past months as now', async () => {
  const { rows, tagKeys, tagKey, months } = await readCosts(reader(), { by: 'tag', tagKey: 'service' })
  expect([tagKeys, tagKey]).toEqual([['equipe', 'service'], 'service'])
  expect(rows.map(({ label }) => label)).toEqual(['portail', 'commun'])
  const october = months.find(({ period }) => period === '2026-10')
  expect(october?.parts.find(({ key }) => key === 'portail')?.cents).toBe(october?.cents)
  const other = await readCosts(reader(), { by: 'tag', tagKey: 'equipe' })
  expect(other.rows.map(({ label }) => label)).toEqual(['web'])
})

test('three months of history make a band, and a part without them has none', async () => {
  const { rows, forecast } = await readCosts(reader(), { by: 'resource' })
  const bandOf = (name: string) => rows.find(({ label }) => label.startsWith(name))
  const web1 = bandOf('web-1')
  // It ran through September and October, and August from its first day: its forecast was always right.
  expect([web1?.lowCents, web1?.highCents]).toEqual([web1?.forecastCents, web1?.forecastCents])
  expect(bandOf('web-2')).toMatchObject({ lowCents: null, highCents: null })
  expect(forecast).toMatchObject({ trialMonths: 3 })
  expect(BigInt(forecast.lowCents ?? -1)).toBeLessThanOrEqual(BigInt(forecast.forecastCents))
})

test('costs require access to bills', async () => {
  await expect(readCosts(estate.own.as('technical', now), { by: 'project' })).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect((await readCosts(estate.foreign.as('billing', now), { by: 'resource' })).rows).toEqual([])
})

test('the database computes past forecasts as the rule does', async () => {
  const [line] = await query<{ line: string; bundle: string; price: string }>(
    `select order_line_id as line, bundle_id as bundle, price_version_id as price from usage_intervals limit 1`,
  )
  const { organisationId, projectId } = estate.own
  // Intervals of up to thirty days with pauses, over half a year; every fourth resource still runs.
  await query(`
    insert into usage_intervals (id, organisation_id, project_id, resource_kind, resource_id, meter, bundle_id, price_version_id,
      order_line_id, cost_references, started_at, ended_at, micro_cents_per_hour, recorded_at)
    select 'usi_spell' || r || 'x' || s, '${organisationId}', '${projectId}', 'instance', 'ins_spell' || r, 'compute', '${line?.bundle}',
      '${line?.price}', '${line?.line}', '{}', begins, case when s = 5 and r % 4 = 0 then null else ends end, 1000003 + 977 * r + s % 2, begins
    from generate_series(1, 40) r, generate_series(0, 5) s,
      lateral (select '2026-05-03T00:00:00Z'::timestamptz + make_interval(days => s * 32, secs => (r * 86413) % 700000) as begins) b,
      lateral (select begins + make_interval(secs => 86400 + (r * 7919 + s * 104729) % 2600000) as ends) e`)
  const months = ['2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10'].map((period, index) => {
    const month = monthOf(period)
    return { ...month, at: new Date(month.from.getTime() + (index * 5 + 1) * 86_400_000) }
  })
  const read = await withOrganisation(reader(), async (tx, id) => ({
    trials: await listForecastTrials(tx, id, months, 'resource'),
    usage: (await listUsage(tx, id, { from: new Date(0), to: now })).map(toInterval),
  }))
  const sums = (lines: readonly MonthLine[]) => {
    const byResource = new Map<string, bigint>()
    for (const each of lines)
      byResource.set(
        each.resourceId,
        (byResource.get(each.resourceId) ?? 0n) + each.billedSeconds * each.microCentsPerHour,
      )
    return byResource
  }
  expect(read.trials.length).toBeGreaterThan(200)
  months.forEach((month, index) => {
    const foreseen = sums(forecastLines(read.usage, month, month.at))
    const came = sums(rateMonth(read.usage, month, month.to))
    const own = read.trials.filter(({ month }) => month === index)
    expect(new Set(own.map(({ resourceId }) => resourceId))).toEqual(new Set(came.keys()))
    for (const trial of own) {
      expect(BigInt(trial.foreseen)).toBe(foreseen.get(trial.resourceId ?? '') ?? 0n)
      expect(BigInt(trial.came)).toBe(came.get(trial.resourceId ?? ''))
    }
  })
})

test('a finished month has its cost before it is invoiced, and the same one afterwards', async () => {
  const costsBefore = async () =>
    (await readCosts(december, { by: 'resource' })).rows.map(({ key, beforeCents }) => [key, beforeCents])
  const december = estate.own.as('billing', new Date('2026-12-04T08:00:00Z'))
  for (const by of ['project', 'resource', 'meter', 'tag'] as const) {
    const { rows, months, before, isBeforeBilled } = await readCosts(december, { by })
    expect([before, isBeforeBilled]).toEqual(['2026-11', false])
    const end = await readCosts(estate.own.as('billing', new Date('2026-11-30T22:59:59Z')), { by })
    const november = months.find(({ period }) => period === '2026-11')
    expect(BigInt(november?.cents ?? 0)).toBe(sum(end.rows, 'forecastCents'))
    expect(rows.reduce((total, row) => total + BigInt(row.beforeCents), 0n)).toBe(
      BigInt(november?.cents ?? 0),
    )
  }
  const unbilled = await costsBefore()
  await billOrganisation(workerAt(new Date('2026-12-04T06:00:00Z')), {
    organisationId: estate.own.organisationId,
    period: '2026-11',
    mode: 'final',
  })
  expect(await costsBefore()).toEqual(unbilled)
  expect(await readCosts(december, { by: 'project' })).toMatchObject({ isBeforeBilled: true })
})
