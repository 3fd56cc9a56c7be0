import { beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { issueProposedCredit } from '../concessions/credit-invoice'
import { openSystemExport } from '../exports/open-export'
import { issueDocument } from '../invoices/issue-document'
import type { DocumentLine } from '../invoices/issued-document'
import { exampleDocument } from '../invoices/testing/example-document'
import { documentTotals, vatSubtotals } from '../invoices/totals'
import { undoMovement } from '../payments/decide-movement'
import { importStatement } from '../payments/import-statement'
import { planPayment } from '../payments/plan-debit'
import { type Books, makeBooks } from '../payments/testing/books'

const { sql } = useTestDatabase()
let books: Books
let now = new Date('2026-12-03T09:00:00Z')
beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  books = await makeBooks(sql)
})

const later = () => {
  now = addSeconds(now, 600)
  return systemTestContext(now)
}

async function issue(amounts: readonly (readonly [number, bigint])[], vatOnDebits = false, customer = 0) {
  const organisation = books.organisations[customer] ?? books.organisations[0]
  const { organisationId } = organisation
  const example = exampleDocument()
  const lines = amounts.map(
    ([vatRateBasisPoints, netCents], index): DocumentLine => ({
      label: 'Forfait',
      position: index + 1,
      period: { from: '2026-10-31T23:00:00.000Z', to: '2026-11-30T23:00:00.000Z' },
      kind: 'fee',
      netCents,
      vatCategory: 'S',
      vatRateBasisPoints,
    }),
  )
  const vat = vatSubtotals(lines)
  const ctx = later()
  const issued = await withSystem(ctx, (tx) =>
    issueDocument(tx, ctx, {
      organisationId,
      sellingEntityId: books.sellingEntityId,
      prefix: 'FAC',
      period: '2026-11',
      groupingKey: '',
      document: exampleDocument({
        number: 'draft',
        issuedOn: parisDay(now),
        dueOn: '2027-12-31',
        buyer: { ...example.buyer, organisationId, customerCode: organisationId },
        lines,
        vat,
        totals: documentTotals(lines, vat),
        vatOnDebits,
        payment: { ...example.payment, reference: 'draft' },
      }),
      bounds: lines.map(() => null),
    }),
  )
  return { ...issued, grossCents: documentTotals(lines, vat).grossCents }
}

const pay = (number: string, cents: bigint) => {
  later()
  return importStatement(
    books.accountant(now),
    books.statementOf([{ cents, text: number, bookedOn: parisDay(now) }]),
  )
}

async function credit(documentId: Id<'invoice'>, lineCents: Record<string, string> | null) {
  const ctx = later()
  const note = await withSystem(ctx, (tx) =>
    issueProposedCredit(tx, ctx, { documentId, lineCents, reason: 'Erreur' }),
  )
  await planPayment(later(), note.id)
  return note
}

/** Debits less credits of all entries about an invoice. */
async function balancesOf(id: Id<'invoice'>) {
  const rows = await books.sql<{ account: string; cents: number }[]>`
    select e.account, sum(e.debit_cents - e.credit_cents)::int as cents from ledger_transactions t
    join ledger_entries e on e.transaction_id = t.id
    left join billing_documents c on c.id = t.document_id
    where e.account like '4457%' and ${id} in (t.document_id, c.corrects_document_id)
    group by 1 having sum(e.debit_cents - e.credit_cents) <> 0 order by 1`
  return rows.map(({ account, cents }) => [account, cents])
}
const broken = async () =>
  (await checkInvariants(books.sql)).filter(({ name }) => /vat|ledger|documents_posted|credits/.test(name))

describe('VAT due on payment', () => {
  test('waits at issue and is collected as the invoice is paid, on the day of payment', async () => {
    const { id, number } = await issue([[2_000, 10_000n]])
    expect(await balancesOf(id)).toEqual([['445740', -2_000]])
    await pay(number, 6_001n)
    expect(await balancesOf(id)).toEqual([
      ['445712', -1_000],
      ['445740', -1_000],
    ])
    await pay(number, 5_999n)
    expect(await balancesOf(id)).toEqual([['445712', -2_000]])
    const rows = await books.sql`
      select t.occurred_on::text as day, e.account, e.debit_cents::int as d, e.credit_cents::int as c from ledger_transactions t
      join ledger_entries e on e.transaction_id = t.id where t.kind = 'vat_collected' and t.document_id = ${id}
      order by t.sequence, e.position`
    const day = parisDay(now)
    expect([...rows]).toEqual([
      { day, account: '445740', d: 1_000, c: 0 },
      { day, account: '445712', d: 0, c: 1_000 },
      { day, account: '445740', d: 1_000, c: 0 },
      { day, account: '445712', d: 0, c: 1_000 },
    ])
    expect(await broken()).toEqual([])
  })

  test('is in the ledger export under the waiting account and the collecting account', async () => {
    const opened = await openSystemExport(later(), {
      kind: 'fec',
      format: 'txt',
      period: '2026-12',
      organisationId: null,
    })
    let text = ''
    for await (const chunk of opened.stream) text += Buffer.from(chunk).toString('utf8')
    const vat = text
      .split('\r\n')
      .map((line) => line.split('\t'))
      .filter(([, , , , account]) => account?.startsWith('4457'))
      .map(([journal, , , , account, name, , , , , , debit, credited]) => [
        journal,
        account,
        name,
        debit,
        credited,
      ])
    const waiting = 'TVA collectée en attente d’encaissement'
    expect(vat).toEqual([
      ['VE', '445740', waiting, '0,00', '20,00'],
      ['OD', '445740', waiting, '10,00', '0,00'],
      ['OD', '445712', 'TVA collectée 20 %', '0,00', '10,00'],
      ['OD', '445740', waiting, '10,00', '0,00'],
      ['OD', '445712', 'TVA collectée 20 %', '0,00', '10,00'],
    ])
  })

  test('no longer waits once a credit note reduces the unpaid amount', async () => {
    const { id, number } = await issue([[2_000, 10_000n]])
    await credit(id, { 1: '4000' })
    expect(await balancesOf(id)).toEqual([['445740', -1_200]])
    await pay(number, 7_200n)
    expect(await balancesOf(id)).toEqual([['445712', -1_200]])
  })

  test('is returned by the collecting account when a paid amount is credited', async () => {
    const { id, number, grossCents } = await issue([[850, 10_000n]])
    await pay(number, grossCents)
    expect(await balancesOf(id)).toEqual([['445718', -850]])
    await credit(id, null)
    expect(await balancesOf(id)).toEqual([])
    // Kept credit pays the next invoice, and its VAT is due on that day.
    const next = await issue([[2_000, 5_000n]])
    await planPayment(later(), next.id)
    expect(await balancesOf(next.id)).toEqual([['445712', -1_000]])
    const [row] = await books.sql`
      select occurred_on::text as day from ledger_transactions where kind = 'vat_collected' and document_id = ${next.id}`
    expect(row?.day).toBe(parisDay(now))
    expect(await broken()).toEqual([])
  })

  test('never waits where VAT is due on debits', async () => {
    const { id, number } = await issue([[2_000, 10_000n]], true)
    expect(await balancesOf(id)).toEqual([['445712', -2_000]])
    await pay(number, 6_000n)
    await credit(id, { 1: '1000' })
    expect(await balancesOf(id)).toEqual([['445712', -1_800]])
  })
})

/** A seeded random generator. */
function numbers(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

test.each([1, 2, 3])(
  'is correct in the books after any sequence of issues, payments, credits and reversals (%i)',
  async (seed) => {
    const random = numbers(seed)
    const invoices: Awaited<ReturnType<typeof issue>>[] = []
    const any = () => invoices[random(invoices.length)]
    for (let step = 0; step < 25; step += 1) {
      const invoice = any()
      const choice = random(10)
      if (!invoice || choice < 3) {
        const cents = () => BigInt(1 + random(20_000))
        const isMixed = random(2) === 0
        invoices.push(
          await issue(
            isMixed
              ? [
                  [2_000, cents()],
                  [850, cents()],
                ]
              : [[2_000, cents()]],
            false,
            1,
          ),
        )
      } else if (choice < 7) await pay(invoice.number, BigInt(1 + random(Number(invoice.grossCents) + 500)))
      else if (choice < 8) {
        const lineCents = random(2) === 0 ? null : { 1: `${1 + random(5_000)}` }
        await credit(invoice.id, lineCents).catch((error: unknown) => {
          // More than is left, or nothing is left.
          if (!(error instanceof DomainError && error.code === 'invalid_input')) throw error
        })
      } else if (choice < 9) await planPayment(later(), invoice.id)
      else {
        const [movement] =
          await books.sql`select id from bank_movements where state = 'matched' order by id desc offset ${random(4)} limit 1`
        if (movement)
          await undoMovement(books.accountant(now), {
            movementId: movement.id as Id<'bankMovement'>,
            note: 'Erreur de rapprochement',
          }).catch((error: unknown) => {
            if (!(error instanceof DomainError)) throw error
          })
      }
      expect(await broken()).toEqual([])
    }
  },
)
