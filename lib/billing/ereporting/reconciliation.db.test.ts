import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { issueDocument } from '../exports/testing/issue-document'
import { exampleDocument } from '../invoices/testing/example-document'
import { importStatement } from '../payments/import-statement'
import { type Books, makeBooks } from '../payments/testing/books'
import { createDueDeclarations } from './create-due-declarations'

const { sql } = useTestDatabase()
let books: Books
beforeAll(async () => {
  books = await makeBooks(sql)
})

/** Buyers with their legal flows: written from the law, not derived from the product's code. */
const buyers = [
  { flows: [null, null], over: { kind: 'company', isTaxable: true }, at: ['76000', 'FR'], rate: 2_000 },
  { flows: [null, null], over: { kind: 'company', isTaxable: true }, at: ['97400', 'RE'], rate: 850 },
  { flows: ['10.3', '10.4'], over: { kind: 'company', isTaxable: false }, at: ['97400', 'RE'], rate: 850 },
  { flows: ['10.3', '10.4'], over: { kind: 'company', isTaxable: false }, at: ['76000', 'FR'], rate: 2_000 },
  { flows: ['10.1', null], over: { kind: 'company', isTaxable: true }, at: ['97300', 'FR'], rate: 0 },
  {
    flows: ['10.1', null],
    over: { kind: 'foreign', isTaxable: true, vatNumber: 'DE136695976' },
    at: ['10115', 'DE'],
    rate: 0,
  },
] as const

test('every sale and payment that the law requires is in exactly one declaration in force, to the cent, and no other is', async () => {
  const drawn = fc.sample(
    fc.record({
      buyer: fc.constantFrom(...buyers),
      day: fc.integer({ min: 0, max: 50 }),
      netCents: fc.integer({ min: 1, max: 90_000 }),
      onDebits: fc.boolean(),
      parts: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }),
    }),
    { numRuns: 60, seed: 20_261_130 },
  )
  const wanted = new Map<string, [string, bigint]>()
  const payments: { number: string; cents: bigint; on: string; readOn: string }[] = []
  const [customer] = books.organisations
  for (const [index, { buyer, day, netCents, onDebits, parts }] of drawn.entries()) {
    const number = `FAC-2026-${String(index + 1).padStart(6, '0')}`
    const issuedOn = addDays('2026-09-05', day)
    const net = BigInt(netCents)
    const vatCents = (net * BigInt(buyer.rate) + 5_000n) / 10_000n
    const gross = net + vatCents
    const example = exampleDocument()
    const { siret: _siret, vatNumber: _vat, ...party } = example.buyer
    const [postalCode, countryCode] = buyer.at
    const documentId = await issueDocument(
      books.sql,
      { sellingEntityId: books.sellingEntityId, organisationId: customer.organisationId },
      exampleDocument({
        number,
        issuedOn,
        buyer: { ...party, ...buyer.over, address: { ...party.address, postalCode, countryCode } },
        vatOnDebits: onDebits,
        vat: [
          buyer.rate > 0
            ? { category: 'S', rateBasisPoints: buyer.rate, baseCents: net, vatCents }
            : {
                category: 'O',
                rateBasisPoints: 0,
                baseCents: net,
                vatCents,
                exemption: { code: 'VATEX-EU-O', reason: 'Hors champ' },
              },
        ],
        totals: { ...example.totals, netCents: net, vatCents, grossCents: gross, dueCents: gross },
      }),
    )
    const [sale, payment] = buyer.flows
    if (sale) wanted.set(`${documentId} ${sale}`, [sale, gross])
    let rest = gross
    for (const [part, weight] of parts.entries()) {
      const cents = part === parts.length - 1 ? rest : (gross * BigInt(weight)) / 200n
      if (cents <= 0n || cents > rest) continue
      rest -= cents
      const on = addDays(issuedOn, part * 9)
      payments.push({ number, cents, on, readOn: addDays(on, (index * 11 + part * 17) % 40) })
      if (payment && !onDebits) {
        const key = `${documentId} ${payment}`
        wanted.set(key, [payment, (wanted.get(key)?.[1] ?? 0n) + cents])
      }
    }
  }
  // Statements arrive up to forty days late; meanwhile the clock creates declarations and corrections.
  const late = [...payments]
  for (let day = 0; day < 120; day += 3) {
    const today = addDays('2026-09-17', day)
    const read = late.filter(({ readOn }) => readOn <= today)
    for (const each of read) {
      late.splice(late.indexOf(each), 1)
      await importStatement(
        books.accountant(new Date(`${today}T08:00:00Z`)),
        books.statementOf([
          { bookedOn: each.on, valuedOn: each.on, cents: each.cents, text: `Virement ${each.number}` },
        ]),
      )
    }
    await createDueDeclarations(systemTestContext(new Date(`${today}T10:00:00Z`)))
    // The platform accepts each at once.
    await books.sql`update declarations set state = 'accepted', status_code = 300, next_attempt_at = null where state = 'waiting'`
  }
  expect(late).toEqual([])
  const declared = await books.sql`
    select i.document_id || ' ' || i.flow as key, i.flow, sum(i.net_cents + i.vat_cents + i.paid_cents)::text as cents,
      count(*) = count(distinct i.source_id) as once
    from declaration_items i join declarations d on d.id = i.declaration_id
    where d.revision = (select max(n.revision) from declarations n where n.kind = d.kind and n.from_on = d.from_on)
    group by 1, 2`
  expect(declared.every(({ once }) => once)).toBe(true)
  const sorted = (rows: [string, [string, bigint]][]) => rows.sort(([a], [b]) => a.localeCompare(b))
  expect(sorted(declared.map(({ key, flow, cents }) => [`${key}`, [`${flow}`, BigInt(`${cents}`)]]))).toEqual(
    sorted([...wanted]),
  )
  const replaced = await books.sql`select count(*)::int as times from declarations where type = 'RE'`
  expect(replaced[0]?.times).toBeGreaterThan(0)
  const names = ['declared_once', 'declaration_totals', 'declared_amounts', 'periods_apart']
  expect((await checkInvariants(books.sql)).filter(({ name }) => names.includes(name))).toEqual([])
})
