import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { readBudgets } from '~/lib/budgets'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { getOverview, listProjectSummaries } from '~/lib/resources'
import { usageOf } from '~/lib/resources/common/read-resource'
import { estateFrame } from '~/lib/resources/overview/estate-frame'
import { addInstance, addVolume } from '~/lib/resources/testing/resources'
import { type Estate, makeEstate } from '~/testing/estate'
import { makeSeller } from '../testing/seller'
import { meterName } from './cost-parts'
import { readCosts } from './read-costs'

const database = useTestDatabase()
const { sql } = database
const query = <T>(text: string, ...values: (string | null)[]): Promise<T[]> =>
  database.sql.unsafe(text, values) as unknown as Promise<T[]>
/** 31 days and an hour: longer than the 720 hours that are billed. */
const month = new Date('2026-10-01T00:00:00+02:00')
let estate: Estate
let projects: Id<'project'>[]
const resources: string[] = []

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 8, vcpu: 512 } })
  await makeSeller(sql)
  const { organisationId, projectId } = estate.own
  const second = newId('project')
  await query(
    `insert into projects select (jsonb_populate_record(p, jsonb_build_object('id', $1::text, 'name', 'second', 'is_default', false))).*
      from projects p where id = $2`,
    second,
    projectId,
  )
  projects = [projectId, second]
  for (let n = 0; n < 12; n += 1) {
    const at = addSeconds(month, -40 * 86_400 + n * 5 * 86_400 + n * 1_237)
    const id = n % 3 === 0 ? await addVolume(estate, { at }) : await addInstance(estate, { at })
    resources.push(id)
    if (n % 2 === 1) {
      await query(
        `update ${n % 3 === 0 ? 'volumes' : 'instances'} set project_id = $1 where id = $2`,
        second,
        id,
      )
      await query('update usage_intervals set project_id = $1 where resource_id = $2', second, id)
    }
    // The same price under other references is another line of the invoice.
    const [open] = await query<{ id: string; meter: string }>(
      'select id, meter from usage_intervals where resource_id = $1 and started_at < $2 limit 1',
      id,
      addSeconds(month, 86_400).toISOString(),
    )
    if (!open) continue
    const cut = addSeconds(month, 2 * 86_400 + n * 777).toISOString()
    await query(
      'update usage_intervals set ended_at = $1, closed_recorded_at = $1 where id = $2',
      cut,
      open.id,
    )
    await query(
      `insert into usage_intervals select (jsonb_populate_record(u, jsonb_build_object('id', $1::text, 'started_at', $2::timestamptz,
        'ended_at', null, 'closed_recorded_at', null, 'cost_references', '{"engagement": "E-7"}'::jsonb))).*
        from usage_intervals u where id = $3`,
      newId('usageInterval'),
      cut,
      open.id,
    )
  }
  const [server] = await query<{ id: string; project: string }>(
    'select id, project_id as project from instances limit 1',
  )
  await query(
    `insert into traffic_prices (id, valid_from, included_mebibytes, micro_cents_per_gibibyte)
      values ($1, '2025-01-01', 1000, 777777) on conflict do nothing`,
    newId('trafficPrice'),
  )
  await query(
    `insert into traffic_months (organisation_id, project_id, instance_id, bytes, period, first_hour_at, last_hour_at)
      values ($1, $2, $3, 87654321012345, '2026-10', $4, $4)`,
    organisationId,
    server?.project ?? null,
    server?.id ?? null,
    addSeconds(month, 3_600).toISOString(),
  )
  for (const of of [null, ...projects])
    await query(
      `insert into budgets (id, organisation_id, project_id, name, monthly_cents, thresholds, is_hard, created_at)
        values ($1, $2, $3, $4, 100000, '{}', false, now())`,
      newId('budget'),
      organisationId,
      of,
      of ?? 'everything',
    )
})

const sum = (cents: readonly string[]) => cents.reduce((total, each) => total + BigInt(each), 0n)

test('header, home, projects, budgets, costs and the resources show the same cents to date and committed, at any moment', async () => {
  const seen = new Set<bigint>()
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 3 * 86_400, max: 31 * 86_400 }), async (seconds) => {
      const now = addSeconds(month, seconds)
      const reader = estate.own.as('owner', now)
      const frame = await withOrganisation(reader, (tx, id) => estateFrame(tx, reader, id))
      const overview = await getOverview(reader)
      const ofProjects = await listProjectSummaries(reader)
      const budgets = await readBudgets(reader)
      const toDate = frame.monthToDateCents
      seen.add(toDate)
      expect(sum(ofProjects.map((each) => each.monthToDateCents))).toBe(toDate)
      expect(sum(ofProjects.map((each) => each.committedCents))).toBe(overview.committedCents)
      for (const budget of budgets) {
        const project = ofProjects.find(({ id }) => id === budget.project?.id)
        expect(BigInt(budget.spentCents)).toBe(project ? BigInt(project.monthToDateCents) : toDate)
        expect(BigInt(budget.committedCents)).toBe(
          project ? BigInt(project.committedCents) : overview.committedCents,
        )
      }
      const costs = await readCosts(reader, { by: 'project' })
      expect([BigInt(costs.toDateCents), costs.otherCents]).toEqual([toDate, '0'])
      expect(costs.rows.map(({ cents }) => cents).sort()).toEqual(
        ofProjects.map((each) => each.monthToDateCents).sort(),
      )
      const ofResources = await withOrganisation(reader, async (tx) => {
        let cents = 0n
        for (const id of resources) for (const line of await usageOf(tx, id, now)) cents += BigInt(line.cents)
        return cents
      })
      const traffic = (await readCosts(reader, { by: 'meter' })).rows.find(
        ({ label }) => label === meterName('traffic_out', reader.locale),
      )
      expect(ofResources + BigInt(traffic?.cents ?? 0)).toBe(toDate)
      // What will be is at least what is.
      expect(BigInt(costs.forecast.forecastCents)).toBeGreaterThanOrEqual(toDate)
    }),
    // Moments a week apart first: drawn ones may fall on days with the same cents.
    { numRuns: 12, examples: [4, 11, 18, 25].map((day): [number] => [day * 86_400 + 4_321]) },
  )
  expect(seen.size).toBeGreaterThanOrEqual(4)
})
