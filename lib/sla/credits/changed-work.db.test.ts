import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
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
let at = new Date('2026-11-01T06:00:00Z')
let estate: Estate
const servers: Id<'instance'>[] = []

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 8, vcpu: 512 } })
  await makeSeller(sql)
  await makeStaff(sql, ['accountant'], { id: officer })
  // Long enough for announced work to cover the whole outage.
  await query('alter table service_contracts disable trigger user')
  await query(
    `update service_contracts set terms = jsonb_set(terms::jsonb, '{maintenance,allowanceMinutesPerMonth}', '6000')`,
  )
  await query('alter table service_contracts enable trigger user')
  const vantage = await addVantage('control', estate.zone.zoneId, new Date('2027-12-01T00:00:00Z'))
  for (let count = 0; count < 2; count += 1) {
    const outage = { downAt: new Date('2026-10-10T00:00:00Z'), upAt: new Date('2026-10-12T00:00:00Z') }
    servers.push(await addDownServer(estate, vantage, outage))
  }
})

const october = () => ({ organisationId: estate.own.organisationId, period: '2026-10' })
const revisions = () =>
  query<{ revision: number; credit: bigint }>(
    'select revision, sum(credit_cents)::bigint as credit from sla_assessments group by 1 order by 1',
  )

/** Work announced in time over the whole outage: while it is in force no credit is due. */
async function announceWork(): Promise<Id<'maintenance'>> {
  const id = newId('maintenance')
  await query(
    `insert into maintenance_windows (id, zone_id, domain, domain_id, title_fr, title_en, description_fr, description_en,
       starts_at, ends_at, state, announced_at, announced_by_staff_id)
     values ($1, $2, 'zone', $2, 'Onduleur', 'Power', 'Coupure', 'Cut', '2026-10-10T00:00:00Z', '2026-10-12T00:00:00Z', 'done', '2026-09-01T00:00:00Z', $3)`,
    id,
    estate.zone.zoneId,
    officer,
  )
  for (const server of servers)
    await query(
      `insert into maintenance_resources (maintenance_id, subject_id, subject_kind, organisation_id, told_at)
       values ($1, $2, 'instance', $3, '2026-09-01T00:00:00Z')`,
      id,
      server,
      estate.own.organisationId,
    )
  return id
}

test.each([
  ['is cancelled', `update maintenance_windows set state = 'cancelled' where id = $1`, 1_988n],
  [
    'turns out to have ended early',
    `update maintenance_windows set ended_at = '2026-10-10T00:01:00Z' where id = $1`,
    1_988n,
  ],
  [
    'was announced too late',
    `update maintenance_resources set told_at = '2026-10-09T23:00:00Z' where maintenance_id = $1`,
    1_988n,
  ],
  ['gets another title', `update maintenance_windows set title_fr = 'Autre' where id = $1`, 0n],
])(
  'a month is assessed again automatically when its announced work %s afterwards and that changes the result',
  async (_what, change, credit) => {
    const id = await announceWork()
    at = addSeconds(at, 3_600)
    await assessMonth(workerAt(at), october())
    const before = (await revisions()).at(-1)
    expect(before?.credit).toBe(0n)
    await query(change, id)
    at = addSeconds(at, 3_600)
    await assessDueMonths(workerAt(at))
    const revision = (before?.revision ?? 0) + (credit === 0n ? 0 : 1)
    expect((await revisions()).at(-1)).toEqual({ revision, credit })
    const [given] = await query<{ cents: bigint }>(
      `select coalesce(sum(amount_cents), 0)::bigint as cents from service_credits where state not in ('refused', 'superseded')`,
    )
    expect(given?.cents).toBe(credit)
    await query(`update maintenance_windows set state = 'cancelled' where id = $1`, id)
    await assessDueMonths(workerAt(at))
  },
)
