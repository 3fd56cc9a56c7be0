import { beforeAll, expect, test } from 'vitest'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { billOrganisation } from '~/lib/billing/runs/bill-organisation'
import { makeSeller } from '~/lib/billing/testing/seller'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { addDownServer } from '../testing/down-server'
import { addVantage } from '../testing/seen-rows'
import { assessDueMonths } from './assess-due-months'
import { assessMonth } from './assess-month'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const officer = newId('staff')
const ended = new Date('2026-11-01T06:00:00Z')
let estate: Estate
const servers: Id<'instance'>[] = []

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 8, vcpu: 512 } })
  await makeSeller(sql)
  await makeStaff(sql, ['accountant'], { id: officer })
  const vantage = await addVantage('control', estate.zone.zoneId, new Date('2027-12-01T00:00:00Z'))
  for (const payerSiret of ['73282932000074', '35600000000048']) {
    const id = await addDownServer(estate, vantage, {
      downAt: new Date('2026-10-10T00:00:00Z'),
      upAt: new Date('2026-10-12T00:00:00Z'),
    })
    servers.push(id)
    await query('alter table usage_intervals disable trigger user')
    await query(
      `update usage_intervals set cost_references = jsonb_build_object('payerSiret', $1::text) where resource_id = $2`,
      payerSiret,
      id,
    )
    await query('alter table usage_intervals enable trigger user')
  }
})

const october = () => ({ organisationId: estate.own.organisationId, period: '2026-10' })
const revisions = () =>
  query<{ revision: number; credit: bigint }>(
    'select revision, sum(credit_cents)::bigint as credit from sla_assessments group by 1 order by 1',
  )

test('a decision committed after a later assessment counts in the next pass', async () => {
  const decidedAt = ended
  const assessedAt = addSeconds(decidedAt, 2)
  const id = newId('exclusion')
  await sql.begin(async (tx) => {
    await tx`insert into exclusion_decisions (id, rule, scope_kind, scope_id, from_at, to_at, reason, decided_by_staff_id, decided_at)
      values (${id}, 'force_majeure', 'host', 'h', '2026-10-10T00:00:00Z', '2026-10-12T00:00:00Z', 'Crue', ${officer}, ${decidedAt})`
    for (const server of servers)
      await tx`insert into excluded_resources (exclusion_id, subject_id, organisation_id) values (${id}, ${server}, ${estate.own.organisationId})`
    // It cannot see uncommitted rows.
    await assessDueMonths(workerAt(assessedAt))
  })
  expect(await revisions()).toEqual([{ revision: 1, credit: 1_988n }])
  await assessDueMonths(workerAt(addSeconds(decidedAt, 301)))
  expect(await revisions()).toEqual([
    { revision: 1, credit: 1_988n },
    { revision: 2, credit: 0n },
  ])
  const looks = async () =>
    (await query<{ at: Date }>('select assessed_at as at from sla_assessed_months'))[0]?.at
  const first = await looks()
  await assessDueMonths(workerAt(addSeconds(decidedAt, 400)))
  expect(await looks()).toEqual(first)
  expect(await query('select 1 from sla_overtaken_months')).toEqual([])
})

test.each(['2026-09', '2026-11'])(
  'a month that was never assessed is not assessed because its facts changed (%s)',
  async (period) => {
    const note = 'insert into sla_overtaken_months (organisation_id, period) values ($1, $2)'
    await query(note, estate.own.organisationId, period)
    await assessDueMonths(workerAt(addSeconds(ended, 500)))
    expect(await query('select 1 from sla_overtaken_months')).toEqual([])
    expect(await query('select 1 from sla_assessed_months where period = $1', period)).toEqual([])
  },
)

test('crediting a month and a manual credit of one of its invoices run concurrently without deadlock', async () => {
  const { organisationId } = estate.own
  await billOrganisation(workerAt(new Date('2026-11-03T06:00:00Z')), { ...october(), mode: 'final' })
  const [first, second] = await query<{ id: Id<'invoice'>; seller: Id<'sellingEntity'> }>(
    'select id, selling_entity_id as seller from billing_documents order by number',
  )
  if (!first || !second) throw new Error('two payers have an invoice each')
  await query(
    `update exclusion_decisions set revoked_at = '2026-11-05T06:00:00Z', revoked_by_staff_id = $1`,
    officer,
  )
  const ctx = workerAt(new Date('2026-11-05T06:10:00Z'))
  let assessed: Promise<unknown> | undefined
  await sql.begin(async (tx) => {
    await tx`select 1 from billing_documents where id = ${second.id} for update`
    assessed = assessMonth(ctx, october())
    // Poll until the other transaction waits for this one's lock.
    await expect.poll(() => countWaiting(tx)).toBeGreaterThan(0)
    await tx`insert into document_series (selling_entity_id, series, last_number, last_issued_on)
      values (${second.seller}, 'AVO-2026', 0, '2026-11-05')
      on conflict (selling_entity_id, series) do update set last_number = document_series.last_number`
  })
  await assessed
  const notes = await query<{ corrects: string; net: bigint }>(
    `select corrects_document_id as corrects, net_cents as net from billing_documents
     where kind = 'credit_note' and organisation_id = $1 order by number`,
    organisationId,
  )
  expect(notes).toEqual([
    { corrects: first.id, net: 994n },
    { corrects: second.id, net: 994n },
  ])
})
