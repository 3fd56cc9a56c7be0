import { beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { closeUsage, openUsage, receiveMetering } from '~/lib/usage'
import { asLines, meterContext } from '~/lib/usage/traffic/testing/meters'
import { type Estate, workerAt } from '~/testing/estate'
import { makeMeteredEstate } from '../testing/metered-estate'
import { carryOutRun } from './carry-out-run'
import { readRunOutcome } from './read-runs'
import { openRun, startDueRun } from './start-run'

const { sql } = useTestDatabase()
const closing = {
  october: new Date('2026-11-03T06:00:00Z'),
  november: new Date('2026-12-03T06:00:00Z'),
  december: new Date('2027-01-03T06:00:00Z'),
}
let estate: Estate
let secret: string
let server: Id<'instance'>

beforeAll(async () => {
  ;({ estate, secret } = await makeMeteredEstate(sql, { includedMebibytes: 0n }))
  // It leaves in mid-October, and its usage ends.
  server = await addInstance(estate, { name: 'web-1', at: new Date('2026-10-01T10:00:00Z') })
  await end(server, '2026-10-20T10:00:00Z', '2026-10-20T10:00:01Z')
})

const end = (id: Id<'instance'>, at: string, recordedAt: string) =>
  withSystem(workerAt(closing.october), (tx) => closeUsage(tx, id, 'all', new Date(at), new Date(recordedAt)))
async function serveAnHour(id: Id<'instance'>, at: string, recordedAt: Date): Promise<void> {
  await withSystem(workerAt(recordedAt), async (tx) => {
    const [resource] = await tx.execute<Record<string, never>>(
      `select id, organisation_id as "organisationId", project_id as "projectId", bundle_id as "bundleId", order_line_id as "orderLineId" from instances where id = '${id}'`,
    )
    await openUsage(tx, { resource: resource as never, meters: ['compute'], at: new Date(at), recordedAt })
    await closeUsage(tx, id, 'all', new Date(new Date(at).getTime() + 3_600_000), recordedAt)
  })
}
async function run(period: string, at: Date) {
  const runId = await openRun(workerAt(at), { period, mode: 'final' })
  await carryOutRun(workerAt(at), { runId })
  return readRunOutcome(workerAt(at), { runId })
}
const linesOf = async (period: string) =>
  (
    await sql<{ kind: string; usage_period: string; net: number }[]>`
      select l.kind, l.usage_period, l.net_cents::int as net from billing_documents d join billing_document_lines l on l.document_id = d.id
      where d.period = ${period} order by d.number, l.position`
  ).map(({ kind, usage_period, net }) => [kind, usage_period, net])

test('late traffic of an organisation that has left is billed by the next run', async () => {
  expect(await run('2026-10', closing.october)).toMatchObject([{ state: 'billed' }])
  const text = asLines([
    { key: 'late', resourceId: server, at: new Date('2026-10-19T08:00:00Z'), quantity: 50 * 1_073_741_824 },
  ])
  expect(
    await receiveMetering(meterContext(new Date('2026-11-05T08:00:00Z')), { secret, text }),
  ).toMatchObject({
    accepted: 1,
  })
  expect(await run('2026-11', closing.november)).toMatchObject([{ state: 'billed' }])
  expect(await linesOf('2026-11')).toEqual([['late_usage', '2026-10', 50]])
})

test('usage committed while its month was being closed is not lost', async () => {
  // Its transaction began before the run and ended after it.
  const late = await addInstance(estate, { name: 'web-2', state: 'creating' })
  await serveAnHour(late, '2026-11-28T08:00:00Z', new Date(closing.november.getTime() - 1_000))
  expect(await run('2026-12', closing.december)).toMatchObject([{ state: 'billed' }])
  expect(await linesOf('2026-12')).toEqual([['late_usage', '2026-11', 2]])
})

test('an organisation without known usage in the run gets a run of its own once usage is recorded', async () => {
  const foreign = await addInstance(estate, { of: estate.foreign, name: 'loin', state: 'creating' })
  const at = new Date('2027-01-05T06:00:00Z')
  const calendar = () => startDueRun(workerAt(at))
  expect(await calendar()).toBe(false)
  await serveAnHour(foreign, '2026-12-31T20:00:00Z', at)
  expect((await Promise.all([calendar(), calendar()])).sort()).toEqual([false, true])
  const [begun] = await sql<{ id: Id<'billingRun'>; period: string; scope: string }[]>`
    select id, period, scope from billing_runs where state = 'running'`
  expect(begun).toMatchObject({ period: '2026-12', scope: 'one' })
  if (begun) await carryOutRun(workerAt(at), { runId: begun.id })
  expect(await linesOf('2026-12')).toEqual([
    ['late_usage', '2026-11', 2],
    ['usage', '2026-12', 2],
  ])
  expect(await calendar()).toBe(false)
})
