import { beforeAll, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { makeSeller } from '../testing/seller'
import { billOrganisation } from './bill-organisation'
import { carryOutRun } from './carry-out-run'
import { listHeldBackMonths } from './list-held-back'
import { getRun, listRuns, readRunOutcome } from './read-runs'
import { openRun, startDueRun, startRun } from './start-run'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let estate: Estate
const closing = new Date('2026-11-03T06:00:00Z')
const accountant = (now = closing) => staffTestContext(newId('staff'), ['accountant'], now)

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
  await makeSeller(sql)
  for (const of of [estate.own, estate.foreign])
    await addInstance(estate, { of, at: new Date('2026-10-01T10:00:00Z') })
  // The second has no town: it is refused, without affecting the others.
  await query(
    `update organisations set legal_address = legal_address || '{"city": ""}' where id = $1`,
    estate.foreign.organisationId,
  )
})

const documents = () => query('select id, number, content_sha256 from billing_documents order by number')

test('an organisation that cannot be billed stops no other, and the next run bills it once it can', async () => {
  const first = await openRun(workerAt(closing), { period: '2026-10', mode: 'final' })
  await carryOutRun(workerAt(closing), { runId: first })
  const items = await readRunOutcome(workerAt(closing), { runId: first })
  expect(items).toMatchObject([
    { state: 'refused', refusalCode: 'not_billable', refusalField: 'legalAddress', documents: 0 },
    { state: 'billed', documents: 1, organisationId: estate.own.organisationId },
  ])
  await query(
    `update organisations set legal_address = legal_address || '{"city": "Lyon"}' where id = $1`,
    estate.foreign.organisationId,
  )
  const second = await openRun(workerAt(closing), { period: '2026-10', mode: 'final' })
  await carryOutRun(workerAt(closing), { runId: second })
  expect(
    (await readRunOutcome(workerAt(closing), { runId: second })).map(({ state }) => state).sort(),
  ).toEqual(['already_billed', 'billed'])
  const numbers = await query<{ number: string }>('select number from billing_documents order by number')
  expect(numbers.map(({ number }) => number)).toEqual(['FAC-2026-000001', 'FAC-2026-000002'])
})

test('a run over a billed month changes no byte, and shows the month before', async () => {
  const before = await documents()
  const again = await openRun(workerAt(closing), { period: '2026-10', mode: 'final' })
  await carryOutRun(workerAt(closing), { runId: again })
  await carryOutRun(workerAt(closing), { runId: again })
  expect(await documents()).toEqual(before)
  const dry = await openRun(workerAt(new Date('2026-12-01T06:00:00Z')), {
    period: '2026-11',
    mode: 'dry_run',
  })
  await carryOutRun(workerAt(new Date('2026-12-01T06:00:00Z')), { runId: dry })
  expect(await getRun(accountant(), { runId: dry })).toMatchObject({
    state: 'done',
    items: [{ previousNetCents: '1987' }, { previousNetCents: '1987' }],
  })
  expect(await documents()).toEqual(before)
})

test('staff start one run of a kind at a time, for a finished month', async () => {
  const december = new Date('2026-12-01T07:00:00Z')
  const started = await startRun(staffOf(december), { period: '2026-11', mode: 'draft' })
  await expect(startRun(staffOf(december), { period: '2026-11', mode: 'draft' })).rejects.toMatchObject({
    code: 'already_exists',
  })
  await expect(startRun(staffOf(december), { period: '2026-11', mode: 'final' })).rejects.toMatchObject({
    code: 'state_forbids',
  })
  expect((await listRuns(staffOf(december)))[0]).toMatchObject({
    id: started.id,
    organisations: 2,
    finished: 0,
  })
  await expect(startRun(estate.own.as('owner'), { period: '2026-11', mode: 'draft' })).rejects.toMatchObject({
    code: 'unauthenticated',
  })
})

/** A member of staff with a row, because runs reference their initiator. */
const staffId = newId('staff')
const staffOf = (now: Date) => staffTestContext(staffId, ['accountant'], now)
beforeAll(async () => {
  await makeStaff(sql, ['accountant'], { id: staffId })
})

test('the clock leaves a month that could be billed before rows were lost to staff: its invoices may have been issued', async () => {
  await sql`insert into installation_facts (name, value) values ('data_lost_at', '2026-12-03T00:30:00Z')`
  const december = new Date('2026-12-03T01:00:00Z')
  expect(await startDueRun(workerAt(december))).toBe(false)
  // Staff are reminded, also after the next month could be billed.
  expect(await listHeldBackMonths(staffOf(december))).toEqual(['2026-11'])
  expect(await listHeldBackMonths(staffOf(new Date('2027-02-10T01:00:00Z')))).toEqual(['2026-11'])
  await sql`update installation_facts set value = '2026-12-02T22:30:00Z' where name = 'data_lost_at'`
  expect(await listHeldBackMonths(staffOf(december))).toEqual([])
})

test('the clock starts the final run of a month once, after its grace period', async () => {
  expect(await startDueRun(workerAt(new Date('2026-12-02T22:00:00Z')))).toBe(false)
  const begun = await Promise.all(
    [1, 2, 3].map(() => startDueRun(workerAt(new Date('2026-12-03T01:00:00Z')))),
  )
  expect(begun.filter(Boolean)).toHaveLength(1)
  expect(await startDueRun(workerAt(new Date('2026-12-03T02:00:00Z')))).toBe(false)
})

test('after the command line billed one organisation, the clock still bills the month for all others', async () => {
  const january = new Date('2027-01-03T01:00:00Z')
  const { organisationId } = estate.own
  const runId = await openRun(workerAt(january), { period: '2026-12', mode: 'final', organisationId })
  // Its process was killed: the next one continues it, and another scope is a different run.
  expect(await openRun(workerAt(january), { period: '2026-12', mode: 'final', organisationId })).toBe(runId)
  await expect(openRun(workerAt(january), { period: '2026-12', mode: 'final' })).rejects.toMatchObject({
    code: 'already_exists',
    field: 'period',
  })
  await carryOutRun(workerAt(january), { runId })
  expect(await startDueRun(workerAt(january))).toBe(true)
  const [latest] = await listRuns(accountant(january))
  if (latest) await carryOutRun(workerAt(january), { runId: latest.id })
  expect((await query('select organisation_id from billed_months where period = $1', '2026-12')).length).toBe(
    2,
  )
  expect(await startDueRun(workerAt(january))).toBe(false)
})

test('a run that passes midnight refuses no organisation: the retry reads the clock again', async () => {
  const beforeMidnight = new Date('2027-02-03T22:59:00Z')
  const runId = await openRun(workerAt(beforeMidnight), { period: '2027-01', mode: 'final' })
  // A document is posted on the new day in the meantime.
  await query(
    "update document_series set last_number = last_number + 1, last_issued_on = '2027-02-04' where series = 'ledger'",
  )
  await expect(carryOutRun(workerAt(beforeMidnight), { runId })).rejects.toThrow()
  const waiting = await readRunOutcome(workerAt(beforeMidnight), { runId })
  expect(waiting.map(({ state }) => state)).toEqual(['waiting', 'waiting'])
  await carryOutRun(workerAt(new Date('2027-02-03T23:01:00Z')), { runId })
  const items = await readRunOutcome(workerAt(beforeMidnight), { runId })
  expect(items.map(({ state }) => state)).toEqual(['billed', 'billed'])
  expect(await query('select 1 from billed_months where period = $1', '2027-01')).toHaveLength(2)
})

test('a failing run ends only once all its tasks have ended', async () => {
  const march = new Date('2027-03-03T06:00:00Z')
  const runId = await openRun(workerAt(march), { period: '2027-02', mode: 'final' })
  const order: string[] = []
  const line = openPromise()
  const lost = Object.assign(new Error('the server went away'), { code: 'CONNECTION_CLOSED' })
  const held = new Set<string>()
  const run = carryOutRun(workerAt(march), {
    runId,
    async before(_, { organisationId }) {
      held.add(organisationId)
      if (organisationId === estate.own.organisationId) throw lost
      await line.promise
    },
  }).catch((error: unknown) => order.push(`over: ${error}`))
  await expect.poll(() => held.size).toBe(2)
  await query('select 1')
  order.push('the other goes on')
  line.resolve()
  await run
  expect(order).toEqual(['the other goes on', `over: ${lost}`])
})

/** A run that stops before each organisation until released, then continues after `then`. */
async function beginHeld(
  ctx: OpContext,
  runId: Id<'billingRun'>,
  then: (organisationId: string) => void = () => {},
) {
  const line = openPromise()
  const held = new Set<string>()
  const run = carryOutRun(ctx, {
    runId,
    async before(_, { organisationId }) {
      held.add(organisationId)
      await line.promise
      then(organisationId)
    },
  })
  await expect.poll(() => held.size).toBe(2)
  return {
    letThrough() {
      line.resolve()
      return run
    },
  }
}

test('a late attempt on an organisation billed in the meantime keeps the stored result', async () => {
  const april = new Date('2027-04-03T06:00:00Z')
  const runId = await openRun(workerAt(april), { period: '2027-03', mode: 'final' })
  // One finds the month closed, the other cannot bill it.
  const late = await beginHeld(workerAt(april), runId, (organisationId) => {
    if (organisationId === estate.own.organisationId) throw new DomainError('unavailable')
  })
  await carryOutRun(workerAt(april), { runId })
  await late.letThrough()
  const items = await readRunOutcome(workerAt(april), { runId })
  expect(items).toMatchObject([
    { state: 'billed', documents: 1, refusalCode: null },
    { state: 'billed', documents: 1, refusalCode: null },
  ])
})

test('a successful attempt replaces the refusal that another attempt stored', async () => {
  const june = new Date('2027-06-03T06:00:00Z')
  const runId = await openRun(workerAt(june), { period: '2027-05', mode: 'final' })
  const late = await beginHeld(workerAt(june), runId)
  await carryOutRun(workerAt(june), {
    runId,
    async before() {
      throw new DomainError('not_billable', { field: 'legalAddress' })
    },
  })
  const refused = await readRunOutcome(workerAt(june), { runId })
  expect(refused).toMatchObject([{ refusalCode: 'not_billable' }, { refusalCode: 'not_billable' }])
  await late.letThrough()
  expect(await readRunOutcome(workerAt(june), { runId })).toMatchObject([
    { state: 'billed', documents: 1, refusalCode: null, refusalField: '' },
    { state: 'billed', documents: 1, refusalCode: null, refusalField: '' },
  ])
})

test('a month and its run item are committed together or not at all', async () => {
  const may = workerAt(new Date('2027-05-03T06:00:00Z'))
  const { organisationId } = estate.own
  const before = await documents()
  const interrupted = billOrganisation(
    may,
    { organisationId, period: '2027-04', mode: 'final' },
    async () => {
      throw new Error('the processor stopped')
    },
  )
  await expect(interrupted).rejects.toThrow('the processor stopped')
  expect(await documents()).toEqual(before)
  expect(await query('select 1 from billed_months where period = $1', '2027-04')).toEqual([])
})
