import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { billingInvariants } from '~/db/invariants/billing'
import { serviceLevelInvariants } from '~/db/invariants/service-levels'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { violationsOf } from '~/db/testing/violations-of'
import { openExport } from '~/lib/billing/exports/open-export'
import { billOrganisation } from '~/lib/billing/runs/bill-organisation'
import { decideServiceCredit } from '~/lib/billing/service-credits/decide-service-credit'
import { makeSeller } from '~/lib/billing/testing/seller'
import { type Id, newId } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { readServiceLevels } from '../dashboard/read-service-levels'
import { serviceLevelsInput } from '../schema'
import { addSeen, addVantage } from '../testing/seen-rows'
import { assessDueMonths } from './assess-due-months'
import { assessMonth, previewMonth } from './assess-month'
import { contestMonth } from './contest-month'
import { readMonthEvidence, readServiceCreditDesk, readServiceCredits } from './read-service-credits'
import { requestAssessment } from './request-assessment'
import { recomputeCredit } from './testing/recompute-credit'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const start = new Date('2026-09-30T22:00:00Z')
const closing = new Date('2026-11-03T06:00:00Z')
const [first, second] = [newId('staff'), newId('staff')]
const officer = (staffId: Id<'staff'>, at = closing) => staffTestContext(staffId, ['accountant'], at)
let estate: Estate
const servers: Record<'kept' | 'below' | 'far' | 'dear', Id<'instance'>> = {} as never

/** Minutes down from 10 October on, seen by every vantage. */
const downMinutes = { kept: 20, below: 120, far: 3_000, dear: 600 }

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 8, vcpu: 512 } })
  await makeSeller(sql)
  for (const id of [first, second]) await makeStaff(sql, ['accountant'], { id })
  const { organisationId } = estate.own
  const vantages = [
    await addVantage('control', estate.zone.zoneId, new Date('2027-03-01T00:00:00Z')),
    await addVantage('agent', estate.zone.zoneId, new Date('2027-03-01T00:00:00Z')),
  ]
  for (const name of ['kept', 'below', 'far', 'dear'] as const) {
    const id = await addInstance(estate, { name, at: start, bundle: name === 'dear' ? 'wide' : 'small' })
    servers[name] = id
    const from = new Date('2026-10-10T00:00:00Z')
    for (const vantage of vantages)
      await addSeen(vantage, { id, organisationId }, [
        [start.toISOString(), 'up'],
        [from.toISOString(), 'down'],
        [new Date(from.getTime() + downMinutes[name] * 60_000).toISOString(), 'up'],
      ])
  }
  // The credit of the dear one is above the limit, the others below.
  await query('update billing_sellers set four_eyes_from_cents = 5000')
})

const october = () => ({ organisationId: estate.own.organisationId, period: '2026-10' })
type Row = {
  name: string
  revision: number
  ppm: number
  price: bigint
  credit: bigint
  evidence: string
  sha: string
}
const assessments = () =>
  query<Row>(
    `select i.name, a.revision, a.availability_ppm as ppm, a.price_cents as price, a.credit_cents as credit, a.evidence, a.evidence_sha256 as sha
     from sla_assessments a join instances i on i.id = a.subject_id order by i.name, a.revision`,
  )
const credits = () =>
  query<{ id: Id<'serviceCredit'>; name: string; amount: bigint; used: bigint; state: string }>(
    `select c.id, i.name, c.amount_cents as amount, c.used_cents as used, c.state
     from service_credits c join instances i on i.id = c.subject_id order by i.name, c.id`,
  )
const invoices = () =>
  query<{ id: Id<'invoice'>; number: string; kind: string; net: bigint; vat: bigint }>(
    'select id, number, kind, net_cents as net, vat_cents as vat from billing_documents order by created_at, number',
  )
const violations = () => violationsOf(sql, [...billingInvariants, ...serviceLevelInvariants])
/** 31 days plus the extra hour of October in Paris. */
const octoberMinutes = 745 * 60
const ppmOf = (down: number) => Math.floor(((octoberMinutes - down) / octoberMinutes) * 1_000_000)
const percent = (price: bigint, part: bigint) => (price * part * 2n + 100n) / 200n

describe('a month', () => {
  test.each(['2026-10-31T22:59:59Z', '2026-10-31T23:00:59Z'])(
    'is not assessed before its end and the last observations (%s)',
    async (at) => {
      await assessDueMonths(workerAt(new Date(at)))
      expect(await assessments()).toEqual([])
      await expect(assessMonth(workerAt(new Date(at)), october())).rejects.toMatchObject({
        code: 'state_forbids',
      })
    },
  )

  test.each(['2026-10-14T00:00:00Z', '2026-10-20T11:22:33Z', '2026-10-31T22:00:00Z'])(
    'has an estimate while it runs, which the assessment confirms when nothing else fails (%s)',
    async (at) => {
      const view = await readServiceLevels(
        estate.own.as('reader', new Date(at)),
        serviceLevelsInput.parse({ page: 1 }),
      )
      const assessed = await previewMonth(workerAt(closing), october())
      const estimates = Object.fromEntries(view.rows.map(({ name, credit }) => [name, credit]))
      for (const { name, creditCents, priceCents } of assessed) {
        if (creditCents === 0n) expect(estimates[name]).toBeNull()
        else
          expect(estimates[name]).toMatchObject({
            cents: creditCents.toString(),
            isEstimate: true,
            calculation: { priceCents: priceCents.toString() },
          })
      }
      expect(view.creditCents).toBe(
        assessed.reduce((sum, { creditCents }) => sum + creditCents, 0n).toString(),
      )
      expect(await assessments()).toEqual([])
    },
  )

  test('is only computed by a dry run', async () => {
    const preview = await previewMonth(workerAt(closing), october())
    expect(preview.map(({ name, availabilityPpm }) => [name, availabilityPpm])).toEqual([
      ['below', ppmOf(120)],
      ['dear', ppmOf(600)],
      ['far', ppmOf(3_000)],
      ['kept', ppmOf(20)],
    ])
    expect(await assessments()).toEqual([])
  })

  test('is assessed once by ten concurrent workers, by the scale', async () => {
    await Promise.all(Array.from({ length: 10 }, () => assessMonth(workerAt(closing), october())))
    const rows = await assessments()
    expect(rows.map(({ name, revision, ppm }) => [name, revision, ppm])).toEqual([
      ['below', 1, ppmOf(120)],
      ['dear', 1, ppmOf(600)],
      ['far', 1, ppmOf(3_000)],
      ['kept', 1, ppmOf(20)],
    ])
    // 720 hours of 2.450001 and 0.310007 cents, and of 60 and 0.620011.
    const small = 1_764n + 223n
    const dear = 43_200n + 446n
    expect(rows.map(({ price }) => price)).toEqual([small, dear, small, small])
    expect(rows.map(({ credit }) => credit)).toEqual([
      percent(small, 10n),
      percent(dear, 25n),
      percent(small, 50n),
      0n,
    ])
    expect((await credits()).map(({ name, state }) => [name, state])).toEqual([
      ['below', 'drafted'],
      ['dear', 'awaiting_confirmation'],
      ['far', 'drafted'],
    ])
  })

  test('is reproducible from its evidence alone, and the hash of the evidence is stored', async () => {
    for (const row of await assessments()) {
      expect(recomputeCredit(row.evidence)).toEqual({ ppm: row.ppm, creditCents: row.credit })
      expect(createHash('sha256').update(row.evidence).digest('hex')).toBe(row.sha)
    }
  })

  test('deducts a credit below the limit from its invoice, at the lines’ VAT rate and with their references', async () => {
    await billOrganisation(workerAt(closing), { ...october(), mode: 'final' })
    const [invoice] = await invoices()
    const lines = await query<{
      label: string
      detail: string
      net: bigint
      rate: number
      resource: string
      refs: unknown
      bound: string
    }>(
      `select label, detail, net_cents as net, vat_rate_basis_points as rate, resource_id as resource, document_references as refs, bound
       from billing_document_lines where kind = 'service_credit' order by net_cents`,
    )
    expect(lines).toMatchObject([
      { net: -percent(1_987n, 50n), rate: 2_000, resource: servers.far, refs: { serviceCode: 'SVC-1' } },
      { net: -percent(1_987n, 10n), rate: 2_000, resource: servers.below, refs: { serviceCode: 'SVC-1' } },
    ])
    expect(lines[0]?.label).toContain('d’octobre 2026')
    // 120 of 44,700 minutes.
    expect(lines[1]?.detail).toBe(
      'below · 10\u00a0% de 19,87\u00a0€ HT, pour 99,73\u00a0% de disponibilité au lieu de 99,90\u00a0%',
    )
    const net = 3n * 1_987n + 43_646n - percent(1_987n, 50n) - percent(1_987n, 10n)
    expect(invoice).toMatchObject({ net, vat: (net * 2_000n * 2n + 10_000n) / 20_000n })
    const [reductions] = await query<{ balance: bigint }>(
      "select balance_cents as balance from ledger_balances where account = '709000'",
    )
    expect(reductions?.balance).toBe(percent(1_987n, 50n) + percent(1_987n, 10n))
    expect((await credits()).map(({ name, state, amount, used }) => [name, state, amount === used])).toEqual([
      ['below', 'granted', true],
      ['dear', 'awaiting_confirmation', false],
      ['far', 'granted', true],
    ])
    const mails = await query<{ template: string }>(
      "select template from mail_messages where template like 'service-%'",
    )
    expect(mails).toEqual([{ template: 'service-credits-granted' }])
    expect(await violations()).toEqual([])
  })

  test('grants a confirmed credit by a credit note that names the invoice', async () => {
    const dear = (await credits()).find(({ name }) => name === 'dear')
    if (!dear) throw new Error('it waits')
    await decideServiceCredit(officer(first), { creditId: dear.id, decision: 'confirmed' })
    await expect(
      decideServiceCredit(officer(second), { creditId: dear.id, decision: 'confirmed' }),
    ).rejects.toMatchObject({ code: 'state_forbids' })
    const [invoice, note] = await query<{
      id: string
      kind: string
      net: bigint
      corrects: string | null
      content: { preceding: unknown[] }
    }>(
      'select id, kind, net_cents as net, corrects_document_id as corrects, content from billing_documents order by created_at, kind desc',
    )
    expect(note).toMatchObject({ kind: 'credit_note', net: percent(43_646n, 25n), corrects: invoice?.id })
    expect(note?.content.preceding).toEqual([{ number: 'FAC-2026-000001', issuedOn: '2026-11-03' }])
    // Two meters carry the credit: each line names the whole.
    const details = await query<{ detail: string; net: bigint }>(
      `select detail, net_cents as net from billing_document_lines where document_id = '${note?.id}' order by position`,
    )
    expect(details.reduce((sum, { net }) => sum + net, 0n)).toBe(percent(43_646n, 25n))
    for (const { detail } of details)
      expect(detail).toContain('part d’un crédit de 109,12\u00a0€ HT : 25\u00a0% de 436,46\u00a0€ HT')
    expect((await credits()).every(({ state }) => state === 'granted')).toBe(true)
    expect(await violations()).toEqual([])
  })

  test('is unchanged when assessed again over the same facts', async () => {
    const before = [await assessments(), await credits(), await invoices()]
    await Promise.all([1, 2, 3].map(() => assessMonth(workerAt(closing), october())))
    expect([await assessments(), await credits(), await invoices()]).toEqual(before)
  })
})

describe('a correction', () => {
  const decidedAt = '2026-11-10T09:00:00Z'
  const exclusionId = newId('exclusion')
  const sweepAt = new Date('2026-11-10T09:05:00Z')

  test('charges back on the next invoice what force majeure excludes', async () => {
    await query(
      `insert into exclusion_decisions (id, rule, scope_kind, scope_id, from_at, to_at, reason, decided_by_staff_id, decided_at)
       values ($1, 'force_majeure', 'zone', 'z', '2026-10-10T00:00:00Z', '2026-10-13T00:00:00Z', 'Crue', $2, $3)`,
      exclusionId,
      first,
      decidedAt,
    )
    await query(
      'insert into excluded_resources (exclusion_id, subject_id, organisation_id) values ($1, $2, $3)',
      exclusionId,
      servers.far,
      estate.own.organisationId,
    )
    await assessDueMonths(workerAt(sweepAt))
    const far = (await assessments()).filter(({ name }) => name === 'far')
    expect(far.map(({ revision, ppm, credit }) => [revision, ppm, credit])).toEqual([
      [1, ppmOf(3_000), percent(1_987n, 50n)],
      [2, 1_000_000, 0n],
    ])
    expect(
      (await credits()).filter(({ name }) => name === 'far').map(({ amount, state }) => [amount, state]),
    ).toEqual([
      [percent(1_987n, 50n), 'granted'],
      [-percent(1_987n, 50n), 'drafted'],
    ])
    await billOrganisation(workerAt(new Date('2026-12-03T06:00:00Z')), {
      organisationId: estate.own.organisationId,
      period: '2026-11',
      mode: 'final',
    })
    const [charge] = await query<{ label: string; net: bigint; period: string }>(
      "select label, net_cents as net, usage_period as period from billing_document_lines where kind = 'service_credit' and net_cents > 0 and label like 'Rectification%'",
    )
    expect(charge).toMatchObject({ net: percent(1_987n, 50n), period: '2026-10' })
    expect((await credits()).every(({ state }) => state === 'granted')).toBe(true)
    expect(await violations()).toEqual([])
  })

  test('grants again by a credit note what a revoked decision had charged back', async () => {
    await query(
      'update exclusion_decisions set revoked_at = $1, revoked_by_staff_id = $2 where id = $3',
      '2026-12-10T09:00:00Z',
      second,
      exclusionId,
    )
    await assessDueMonths(workerAt(new Date('2026-12-10T09:05:00Z')))
    const far = (await credits()).filter(({ name }) => name === 'far')
    expect(far.map(({ amount, state }) => [amount, state])).toEqual([
      [percent(1_987n, 50n), 'granted'],
      [-percent(1_987n, 50n), 'granted'],
      [percent(1_987n, 50n), 'granted'],
    ])
    expect((await invoices()).filter(({ kind }) => kind === 'credit_note')).toHaveLength(2)
    expect(await violations()).toEqual([])
  })

  test('requested by staff waits for a second approver above the limit, who may refuse with a reason', async () => {
    const [vantage] = await query<{ id: string }>('select id from probe_vantages order by id')
    await query('update billing_sellers set four_eyes_from_cents = 1')
    // A late measurement: one vantage had seen it up.
    await query(
      `insert into probe_transitions (vantage_id, subject_id, at, organisation_id, state) values ($1, $2, '2026-10-10T00:30:00Z', $3, 'up')`,
      vantage?.id ?? '',
      servers.below,
      estate.own.organisationId,
    )
    const at = new Date('2026-12-11T09:00:00Z')
    await requestAssessment(officer(first, at), { ...october(), reason: 'Relevé retrouvé' })
    await assessDueMonths(workerAt(new Date('2026-12-11T09:01:00Z')))
    const [waiting] = (await credits()).filter(({ state }) => state === 'awaiting_confirmation')
    expect(waiting).toMatchObject({ name: 'below', amount: -percent(1_987n, 10n) })
    if (!waiting) return
    const refusal = { creditId: waiting.id, decision: 'refused', reason: 'Relevé douteux' } as const
    await expect(decideServiceCredit(officer(first, at), refusal)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await decideServiceCredit(officer(second, at), refusal)
    const desk = await readServiceCreditDesk(officer(first, at), { period: '2026-10', state: 'refused' })
    expect(desk.credits).toMatchObject([
      { name: 'below', reason: 'Relevé retrouvé', decisionReason: 'Relevé douteux' },
    ])
    // A month without credits is not one of the list: the page shows all months, and its list names them.
    const unlisted = await readServiceCreditDesk(officer(first, at), { period: '2031-01', state: 'refused' })
    expect([desk.period, unlisted.period]).toEqual(['2026-10', null])
    expect(unlisted.credits).toEqual(desk.credits)
    expect(await violations()).toEqual([])
  })
})

const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

test('FOCUS lists a credit as a credit, its reversal as an adjustment, and adds up to the documents', async () => {
  const at = new Date('2026-12-12T09:00:00Z')
  // In December a credit note of an earlier month was issued as well.
  for (const [period, ...categories] of [
    ['2026-11', 'Credit'],
    ['2026-12', 'Adjustment', 'Credit'],
  ] as const) {
    const { stream } = await openExport(estate.own.as('owner', at), {
      kind: 'focus',
      format: 'csv',
      period,
    })
    const [head = [], ...lines] = (await new Response(stream as never).text()).trim().split('\n').map(cellsOf)
    const rows = lines.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ''])))
    const ofCredits = rows.filter((row) => /service/.test(row.ChargeDescription ?? ''))
    expect(new Set(ofCredits.map((row) => row.ChargeCategory))).toEqual(new Set(categories))
    expect(ofCredits.every((row) => row.ResourceId?.startsWith('ins_'))).toBe(true)
    const [sum] = await query<{ cents: bigint }>(
      `select sum(case kind when 'invoice' then gross_cents else -gross_cents end)::bigint as cents
       from billing_documents where to_char(issued_on, 'YYYY-MM') = $1 and organisation_id = $2`,
      period,
      estate.own.organisationId,
    )
    const billed = rows.reduce((cents, row) => cents + Math.round(Number(row.BilledCost) * 100), 0)
    expect(BigInt(billed)).toBe(sum?.cents)
  }
})

describe('the customer', () => {
  const owner = () => estate.own.as('owner', new Date('2026-12-12T09:00:00Z'))

  test('sees the result and evidence of each own resource only', async () => {
    const view = await readServiceCredits(owner(), { period: null })
    expect(view.period).toBe('2026-11')
    const month = await readServiceCredits(owner(), { period: '2026-10' })
    const far = month.resources.find(({ name }) => name === 'far')
    expect(far).toMatchObject({ revision: 3, creditCents: percent(1_987n, 50n).toString(), ticketId: null })
    expect(far?.credits).toHaveLength(3)
    // The calculation is shown with the amount.
    expect(far?.rate).toMatchObject({ basisPoints: 5_000 })
    for (const { creditCents, rate } of month.resources) expect(rate === null).toBe(creditCents === '0')
    if (!far) return
    const { text } = await readMonthEvidence(owner(), { assessmentId: far.assessmentId })
    expect(recomputeCredit(text)).toEqual({ ppm: far.availabilityPpm, creditCents: BigInt(far.creditCents) })
    await expect(
      readMonthEvidence(estate.foreign.as('owner', closing), { assessmentId: far.assessmentId }),
    ).rejects.toMatchObject({ code: 'not_found' })
    await expect(
      readServiceCredits(estate.own.as('technical', closing), { period: null }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('contests a resource’s month by one ticket, with the evidence attached', async () => {
    const { resources } = await readServiceCredits(owner(), { period: '2026-10' })
    const kept = resources.find(({ name }) => name === 'kept')
    if (!kept) throw new Error('it was assessed')
    const contest = { assessmentId: kept.assessmentId, body: 'Nos journaux disent deux heures.' }
    const attempts = await Promise.allSettled(
      Array.from({ length: 10 }, () => contestMonth(owner(), contest)),
    )
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const each of attempts)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'already_exists' })
    const [file] = await query<{ content: Uint8Array; category: string }>(
      'select a.content, t.category from ticket_attachments a join ticket_messages m on m.id = a.message_id join tickets t on t.id = m.ticket_id',
    )
    expect(file?.category).toBe('sla_contest')
    expect(recomputeCredit(new TextDecoder().decode(file?.content)).ppm).toBe(kept.availabilityPpm)
    expect(
      (await readServiceCredits(owner(), { period: '2026-10' })).resources.find(({ name }) => name === 'kept')
        ?.ticketId,
    ).toMatch(/^tkt_/)
    await query("update tickets set state = 'closed', closed_at = now()")
    await contestMonth(owner(), contest)
  })

  test('can also contest the worst month, with evidence larger than a ticket accepts', async () => {
    await query("update tickets set state = 'closed', closed_at = now()")
    const { resources } = await readServiceCredits(owner(), { period: '2026-10' })
    const far = resources.find(({ name }) => name === 'far')
    if (!far) throw new Error('it was assessed')
    await query('alter table sla_assessments disable trigger user')
    await query(
      'update sla_assessments set evidence = rpad(evidence, 11000000) where id = $1',
      far.assessmentId,
    )
    await query('alter table sla_assessments enable trigger user')
    const { ticketId } = await contestMonth(owner(), {
      assessmentId: far.assessmentId,
      body: 'Elle a clignoté tout le mois.',
    })
    expect(await query('select 1 from ticket_attachments where ticket_id = $1', ticketId)).toEqual([])
    const evidence = await readMonthEvidence(owner(), { assessmentId: far.assessmentId })
    expect(evidence.text).toHaveLength(11_000_000)
  })
})
