import { text } from 'node:stream/consumers'
import type postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { closeDatabase, configureDatabase, configureReplica } from '~/db/client'
import type { ThrowawayPostgres } from '~/db/embedded'
import { systemTestContext } from '~/db/testing/contexts'
import { onServer, startPrimary, startStandby } from '~/db/testing/start-standby'
import { existingDatabase, testEncryptionKey } from '~/db/testing/template'
import { openExport, openSystemExport, readCosts } from '~/lib/billing'
import { makeSeller } from '~/lib/billing/testing/seller'
import { sharedMetrics } from '~/lib/kernel/metrics/recorder'
import { systemNow } from '~/lib/kernel/time/clock'
import { monthOf, periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import { openReport } from '~/lib/sla'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'

const name = 'andromede'
let primary: ThrowawayPostgres
let standby: ThrowawayPostgres
let buyer: TestBuyer
const outcomes: string[] = []
const ctx = () => buyer.as('owner', systemNow())

const on = <T>(server: ThrowawayPostgres, run: (sql: postgres.Sql) => Promise<T>) =>
  onServer(server, name, run)

beforeAll(async () => {
  // The test uses two servers, each over TCP.
  delete process.env.DATABASE_SOCKET_FOLDER
  process.env.ENCRYPTION_KEY ??= testEncryptionKey
  primary = await startPrimary(name)
  const { adminUrl } = primary
  configureDatabase(existingDatabase(adminUrl, name).urls)
  buyer = await on(primary, async (client) => {
    await makeSeller(client)
    return makeBuyer(client)
  })
  standby = await startStandby(primary)
  configureReplica(existingDatabase(standby.adminUrl, name).urls)
  sharedMetrics().recorder = {
    count: (metric, labels) => void (metric === 'replicaReads' && outcomes.push(labels.outcome ?? '')),
    observe: () => undefined,
  }
  const [row] = await on(primary, async (client) => {
    await client`update organisations set created_at = created_at`
    return client<{ lsn: string }[]>`select pg_current_wal_flush_lsn() as lsn`
  })
  await vi.waitUntil(async () => {
    const [seen] = await on(
      standby,
      (client) =>
        client<{ is: boolean }[]>`select pg_last_wal_replay_lsn() >= ${row?.lsn ?? ''}::pg_lsn as is`,
    )
    return seen?.is
  })
}, 180_000)
beforeEach(() => {
  outcomes.length = 0
})
afterAll(async () => {
  sharedMetrics().recorder = null
  configureReplica(null)
  await closeDatabase()
  await standby?.stop()
  await primary?.stop()
})

test('costs are read on the replica, up to the instant that they name', async () => {
  const { asOf } = await readCosts(ctx(), { by: 'project' })
  expect(Date.parse(asOf ?? '')).toBeLessThanOrEqual(systemNow().getTime())
  expect(outcomes).toEqual(['replica'])
})

test('a table of an export is read there, and its name has the instant; a book is read on the primary', async () => {
  const period = periodOf(systemNow())
  const table = await openExport(ctx(), { kind: 'usage_records', format: 'csv', period })
  expect(table.fileName).toMatch(/^andromede-usage-records-\d{4}-\d\d-as-of-\d{8}T\d{6}Z\.csv$/)
  expect(await text(table.stream)).toMatch(/^\w+,/)
  expect(new Set(outcomes)).toEqual(new Set(['replica']))
  outcomes.length = 0
  const book = await openExport(ctx(), { kind: 'originals', format: 'zip', period })
  expect(book.fileName).toBe(`andromede-originals-${period}.zip`)
  book.stream.destroy()
  expect(outcomes).toEqual([])
})

test('a prepared table is read there, a prepared book is read on the primary', async () => {
  const period = periodOf(systemNow())
  const prepared = async (wanted: Pick<Parameters<typeof openSystemExport>[1], 'kind' | 'format'>) => {
    outcomes.length = 0
    const request = { ...wanted, period, organisationId: buyer.organisationId, hasRow: async () => true }
    const { stream } = await openSystemExport(systemTestContext(systemNow()), request)
    for await (const _ of stream);
    return [...new Set(outcomes)]
  }
  expect(await prepared({ kind: 'usage_records', format: 'csv' })).toEqual(['replica'])
  expect(await prepared({ kind: 'entries', format: 'entries_csv' })).toEqual([])
  expect(await prepared({ kind: 'accruals', format: 'entries_csv' })).toEqual([])
  expect(await prepared({ kind: 'originals', format: 'zip' })).toEqual([])
})

test('a month that has begun for the process alone is read on the primary', async () => {
  const month = periodAfter(periodOf(systemNow()), 1)
  const evidence = await openReport(buyer.as('owner', monthOf(month).from), { format: 'csv', month })
  expect(await text(evidence.body as never)).not.toContain('as_of')
  expect(outcomes).toEqual(['behind'])
})

test('the evidence of a running month names the instant of its data; the report is read there too', async () => {
  const month = periodOf(systemNow())
  const evidence = await openReport(ctx(), { format: 'csv', month })
  expect(await text(evidence.body as never)).toMatch(/\ndata;.*;as_of;\d{4}-\d\d-\d\dT[\d:.]+Z\r?\n/)
  await openReport(ctx(), { format: 'pdf', month })
  expect(new Set(outcomes)).toEqual(new Set(['replica']))
})
