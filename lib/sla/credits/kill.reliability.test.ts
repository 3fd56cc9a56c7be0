import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { billingInvariants } from '~/db/invariants/billing'
import { serviceLevelInvariants } from '~/db/invariants/service-levels'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { violationsOf } from '~/db/testing/violations-of'
import { makeSeller } from '~/lib/billing/testing/seller'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate } from '~/testing/estate'
import { addSeen, addVantage } from '../testing/seen-rows'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const servers = 12
const periods = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'].slice(
  0,
  Number(process.env.ROUNDS ?? 6),
)
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 8, vcpu: 512 } })
  await makeSeller(sql)
  const end = new Date('2026-08-01T00:00:00Z')
  const vantages = [
    await addVantage('control', estate.zone.zoneId, end),
    await addVantage('agent', estate.zone.zoneId, end),
  ]
  for (const of of [estate.own, estate.foreign])
    for (let index = 0; index < servers; index += 1) {
      const id = await addInstance(estate, { of, at: new Date('2025-12-31T23:00:00Z') })
      for (const vantage of vantages)
        await addSeen(vantage, { id, organisationId: of.organisationId }, [
          ['2025-12-31T23:00:00Z', 'up'],
          ...periods.flatMap((period) => [
            [`${period}-05T00:00:00Z`, 'down'] as const,
            [`${period}-05T0${index % 8}:30:00Z`, 'up'] as const,
          ]),
        ])
    }
}, 120_000)

/** Starts the process and kills it after `afterMs`; returns whether it had finished by then. */
async function close(period: string, at: string, afterMs: number | null): Promise<boolean> {
  const script = fileURLToPath(new URL('./testing/close-process.ts', import.meta.url))
  const organisations = [estate.own.organisationId, estate.foreign.organisationId]
  const child = spawn(process.execPath, ['--import', 'tsx', script, period, at, ...organisations], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: database.current.urls.worker,
      PORTAL_URL: 'http://portal.example',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const begun = new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk
      if (said.includes('begun')) resolve()
    }),
  )
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await Promise.race([begun, exited])
  if (afterMs !== null) {
    await Promise.race([pause(afterMs), exited])
    child.kill('SIGKILL')
  }
  await exited
  return said.includes('done')
}

const violations = () => violationsOf(sql, [...billingInvariants, ...serviceLevelInvariants])

test('killed at any moment, also between assessment and credit, a month has both once or not yet', async () => {
  let killed = 0
  for (const [round, period] of periods.entries()) {
    const [year = 0, month = 0] = period.split('-').map(Number)
    const at = new Date(Date.UTC(year, month, 3, 6)).toISOString()
    for (let look = 0; look < 5; look += 1)
      if (!(await close(period, at, 30 + ((round * 5 + look) % 11) * 35))) killed += 1
    expect(await violations()).toEqual([])
    expect(await close(period, at, null)).toBe(true)
    const [sums] = await query<object>(
      `select (select count(*)::int from sla_assessments where period = '${period}') as assessed,
        (select count(*)::int from service_credits where period = '${period}') as credits,
        (select count(*)::int from service_credits where period = '${period}' and state = 'granted') as granted,
        (select count(*)::int from billing_document_lines where usage_period = '${period}' and kind = 'service_credit') as lines,
        (select count(*)::int from billed_months where period = '${period}') as months`,
    )
    // Half an hour keeps 99.9 % of a month, one more hour does not: every eighth server kept its objective.
    const breaches = 2 * servers - 2 * Math.ceil(servers / 8)
    expect(sums).toEqual({
      assessed: 2 * servers,
      credits: breaches,
      granted: breaches,
      lines: breaches,
      months: 2,
    })
  }
  expect(await violations()).toEqual([])
  expect(killed).toBeGreaterThan(periods.length)
  console.log(`months: ${killed} processes killed over ${periods.length} months of two organisations`)
}, 600_000)
