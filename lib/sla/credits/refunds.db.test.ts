import { beforeAll, expect, test } from 'vitest'
import { billingInvariants } from '~/db/invariants/billing'
import { serviceLevelInvariants } from '~/db/invariants/service-levels'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { violationsOf } from '~/db/testing/violations-of'
import { creditInvoice } from '~/lib/billing/concessions/credit-invoice'
import { billOrganisation } from '~/lib/billing/runs/bill-organisation'
import { makeSeller } from '~/lib/billing/testing/seller'
import { DomainError } from '~/lib/kernel/errors'
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
import { recomputeCredit } from './testing/recompute-credit'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const officer = newId('staff')
const estates: Estate[] = []
/** Minutes down in October per server and organisation: a part of its 19.87 € is due. */
const downs = [120, 700, 3_000]
const parts = [10n, 25n, 50n]
const price = 1_987n
const downAt = new Date('2026-10-10T00:00:00Z')

beforeAll(async () => {
  await makeSeller(sql)
  await makeStaff(sql, ['accountant'], { id: officer })
  await query('update billing_sellers set four_eyes_from_cents = 100000000')
  for (let index = 0; index < 6; index += 1) {
    const estate = await makeEstate(sql, { hosts: { count: 8, vcpu: 512 } })
    estates.push(estate)
    const vantage = await addVantage('control', estate.zone.zoneId, new Date('2027-12-01T00:00:00Z'))
    for (const minutes of downs) {
      await addDownServer(estate, vantage, { downAt, upAt: addSeconds(downAt, minutes * 60) })
    }
  }
})

const violations = () => violationsOf(sql, [...billingInvariants, ...serviceLevelInvariants])

type Line = { document: Id<'invoice'>; position: number; resource: string; cents: bigint }

/** Credits a line of October's usage in part or in full; does nothing when less is left. */
async function refund({ document, position }: Line, amount: bigint, at: Date): Promise<void> {
  const request = { documentId: document, position, amount, reason: 'Geste commercial' }
  await creditInvoice(staffTestContext(officer, ['accountant'], at), request).catch((error) => {
    if (!(error instanceof DomainError) || error.code !== 'invalid_input') throw error
  })
}

test.each([0, 1, 2, 3, 4, 5])(
  'with credit notes before and after the service credit, the total credited never exceeds the price paid (%i)',
  async (seed) => {
    const roll = dice(seed + 31)
    const estate = estates[seed] as Estate
    const { organisationId } = estate.own
    let at = Date.parse('2026-11-03T06:00:00Z') + seed * 400 * 86_400_000
    const now = () => new Date(at)
    // On the invoice itself, concurrently with a credit note, or after one.
    const order = seed % 3
    if (order === 0) await assessMonth(workerAt(now()), { organisationId, period: '2026-10' })
    await billOrganisation(workerAt(now()), { organisationId, period: '2026-10', mode: 'final' })
    if (order === 1) await assessMonth(workerAt(now()), { organisationId, period: '2026-10' })
    const lines = await query<Line>(
      `select l.document_id as document, l.position, l.resource_id as resource, l.net_cents as cents
       from billing_document_lines l join billing_documents d on d.id = l.document_id
       where d.organisation_id = $1 and d.kind = 'invoice' and l.kind = 'usage' and l.usage_period = '2026-10'
       order by l.document_id, l.position`,
      organisationId,
    )
    expect(lines).toHaveLength(6)
    for (let step = 0; step < 8; step += 1) {
      at += 3_600_000
      const line = lines[roll(lines.length)] as Line
      await refund(line, roll(3) === 0 ? line.cents : 1n + BigInt(roll(Number(line.cents))), now())
      if (roll(2) === 0) await assessDueMonths(workerAt(now()))
      expect(await violations()).toEqual([])
    }
    at += 3_600_000
    if (order === 2) await assessMonth(workerAt(now()), { organisationId, period: '2026-10' })
    await assessDueMonths(workerAt(now()))
    // Charges, and amounts without room on a line, go to the next invoice.
    at = Math.max(at, Date.parse('2026-12-03T06:00:00Z'))
    await billOrganisation(workerAt(now()), { organisationId, period: '2026-11', mode: 'final' })

    const servers = [...new Set(lines.map(({ resource }) => resource))].sort()
    for (const [index, server] of servers.entries()) {
      const [given] = await query<{ refunded: bigint; credited: bigint }>(
        `select coalesce(sum(case when d.kind = 'credit_note' and l.kind = 'usage' then l.net_cents end), 0)::bigint as refunded,
           coalesce(sum(case when l.kind = 'service_credit' then case d.kind when 'invoice' then -l.net_cents else l.net_cents end end), 0)::bigint as credited
         from billing_document_lines l join billing_documents d on d.id = l.document_id
         where l.resource_id = $1 and l.usage_period = '2026-10' and d.state = 'final'`,
        server,
      )
      const { refunded = 0n, credited = 0n } = given ?? {}
      const due = (price * (parts[index] ?? 0n) * 2n + 100n) / 200n
      const left = price - refunded
      expect({ server: index, refunded, credited }).toEqual({
        server: index,
        refunded,
        credited: due < left ? due : left,
      })
    }
    for (const row of await query<{ evidence: string; credit: bigint; ppm: number }>(
      'select evidence, credit_cents as credit, availability_ppm as ppm from sla_assessments where organisation_id = $1',
      organisationId,
    ))
      expect(recomputeCredit(row.evidence)).toEqual({ ppm: row.ppm, creditCents: row.credit })
    expect(await violations()).toEqual([])
  },
  60_000,
)
