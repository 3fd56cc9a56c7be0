import { beforeAll, expect, test } from 'vitest'
import { billingInvariants } from '~/db/invariants/billing'
import { serviceLevelInvariants } from '~/db/invariants/service-levels'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { violationsOf } from '~/db/testing/violations-of'
import { billOrganisation } from '~/lib/billing/runs/bill-organisation'
import { decideServiceCredit } from '~/lib/billing/service-credits/decide-service-credit'
import { makeSeller } from '~/lib/billing/testing/seller'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { dice } from '../testing/dice'
import { addDownServer } from '../testing/down-server'
import { addVantage } from '../testing/seen-rows'
import { assessDueMonths } from './assess-due-months'
import { assessMonth } from './assess-month'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const officer = newId('staff')
let estate: Estate
/** Minutes down of each server, all starting on the tenth. */
const downs = [30, 90, 400, 700, 3_000]
const downAt = new Date('2026-10-10T00:00:00Z')
const servers: Id<'instance'>[] = []

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 8, vcpu: 512 } })
  await makeSeller(sql)
  await makeStaff(sql, ['accountant'], { id: officer })
  // Half of the credits exceed it.
  await query('update billing_sellers set four_eyes_from_cents = 500')
  const vantage = await addVantage('control', estate.zone.zoneId, new Date('2027-12-01T00:00:00Z'))
  for (const minutes of downs) {
    const upAt = addSeconds(downAt, minutes * 60)
    servers.push(await addDownServer(estate, vantage, { downAt, upAt }))
  }
})

const violations = () => violationsOf(sql, [...billingInvariants, ...serviceLevelInvariants])

/** The credit due to a server: minutes down less excluded ones, in a month of 745 hours, by the scale. */
function dueCents(downMinutes: number, leftOutMinutes: number): bigint {
  const left = Math.min(leftOutMinutes, downMinutes)
  const seen = 745 * 60 - leftOutMinutes
  const ppm = Math.floor(((seen - (downMinutes - left)) * 1_000_000) / seen)
  const part = ppm >= 999_000 ? 0n : ppm >= 990_000 ? 10n : ppm >= 950_000 ? 25n : 50n
  return (1_987n * part * 2n + 100n) / 200n
}

test.each([11, 12, 13])(
  'after any sequence of decisions, closings and approvals, the credit granted equals the credit due (%i)',
  async (seed) => {
    const roll = dice(seed)
    const { organisationId } = estate.own
    const inForce = new Map<number, { id: Id<'exclusion'>; minutes: number }>()
    const rows = await query<{ id: Id<'exclusion'> }>(
      'select id from exclusion_decisions where revoked_at is null',
    )
    let at = Date.parse('2026-11-03T06:00:00Z') + (seed - 11) * 150 * 86_400_000
    for (const { id } of rows)
      await query(
        'update exclusion_decisions set revoked_at = $1, revoked_by_staff_id = $2 where id = $3',
        new Date(at - 1_000).toISOString(),
        officer,
        id,
      )
    let month = (seed - 11) * 5
    const now = () => workerAt(new Date(at))
    for (let step = 0; step < 24; step += 1) {
      at += 3_600_000
      const act = roll(6)
      if (act === 0) {
        const index = roll(downs.length)
        const old = inForce.get(index)
        if (old) {
          inForce.delete(index)
          await query(
            'update exclusion_decisions set revoked_at = $1, revoked_by_staff_id = $2 where id = $3',
            new Date(at).toISOString(),
            officer,
            old.id,
          )
        } else {
          const exclusion = { id: newId('exclusion'), minutes: 60 * (1 + roll(40)) }
          inForce.set(index, exclusion)
          const end = new Date(Date.parse('2026-10-10T00:00:00Z') + exclusion.minutes * 60_000)
          await query(
            `insert into exclusion_decisions (id, rule, scope_kind, scope_id, from_at, to_at, reason, decided_by_staff_id, decided_at)
             values ($1, 'force_majeure', 'host', 'h', '2026-10-10T00:00:00Z', $2, 'Crue', $3, $4)`,
            exclusion.id,
            end.toISOString(),
            officer,
            new Date(at).toISOString(),
          )
          await query(
            'insert into excluded_resources (exclusion_id, subject_id, organisation_id) values ($1, $2, $3)',
            exclusion.id,
            servers[index] ?? '',
            organisationId,
          )
        }
      } else if (act === 1) {
        await assessMonth(now(), { organisationId, period: '2026-10' })
      } else if (act === 2) {
        await assessDueMonths(now())
      } else if (act === 3 && month < (seed - 10) * 5) {
        const period = new Date(Date.UTC(2026, 9 + month, 1)).toISOString().slice(0, 7)
        month += 1
        at = Math.max(at, Date.UTC(2026, 9 + month, 3, 6))
        await billOrganisation(now(), { organisationId, period, mode: 'final' })
      } else {
        const [waiting] = await query<{ id: Id<'serviceCredit'> }>(
          "select id from service_credits where state = 'awaiting_confirmation' order by id limit 1",
        )
        if (waiting)
          await decideServiceCredit(staffTestContext(officer, ['accountant'], new Date(at)), {
            creditId: waiting.id,
            decision: 'confirmed',
          })
      }
      expect(await violations()).toEqual([])
    }
    at += 3_600_000
    await assessMonth(now(), { organisationId, period: '2026-10' })
    const given = await query<{ id: string; cents: bigint }>(
      `select subject_id as id, sum(amount_cents)::bigint as cents from service_credits
       where period = '2026-10' and state not in ('refused', 'superseded') group by 1`,
    )
    const byServer = new Map(given.map(({ id, cents }) => [id, cents]))
    expect(servers.map((id) => byServer.get(id) ?? 0n)).toEqual(
      downs.map((minutes, index) => dueCents(minutes, inForce.get(index)?.minutes ?? 0)),
    )
  },
  60_000,
)
