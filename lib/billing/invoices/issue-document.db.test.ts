import postgres from 'postgres'
import { beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { makeBuyer } from '~/testing/buyer'
import { makeSeller } from '../testing/seller'
import { issueDocument } from './issue-document'
import { exampleDocument } from './testing/example-document'

/** `FINALISATIONS=1000` for the published figure. */
const finalisations = Number(process.env.FINALISATIONS ?? 200)

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let organisationId: Id<'organisation'>

beforeAll(async () => {
  const organisation = await makeBuyer(sql)
  organisationId = organisation.organisationId
  await makeSeller(sql)
})

type End = 'commits' | 'aborts' | 'dies'

/** One in five rolls back after taking its number; one in ten of those loses its connection instead. */
const endOf = (index: number): End => (index % 5 !== 0 ? 'commits' : index % 50 === 0 ? 'dies' : 'aborts')

async function finalise(index: number, end: End): Promise<void> {
  if (end === 'dies') return dieWithNumber()
  const now = new Date('2026-11-03T06:00:00Z')
  const lines = exampleDocument().lines.map(({ projectId: _project, ...line }) => line)
  const document = exampleDocument({ lines })
  await withSystem(systemTestContext(now), async (tx) => {
    await issueDocument(tx, systemTestContext(now), {
      organisationId,
      sellingEntityId: 'sel_seller',
      prefix: 'FAC',
      period: '2026-10',
      groupingKey: '',
      document,
      bounds: document.lines.map((line) => `2026-10 2026-10 ${index} ${line.position}`),
    })
    if (end === 'aborts') throw new Error('gave up')
  })
}

/** A process that is killed after taking its number: its connection drops in the middle of the transaction. */
async function dieWithNumber(): Promise<void> {
  const client = postgres(database.current.roleUrl('andromede_worker'), { max: 1, onnotice: () => undefined })
  try {
    await client.unsafe(`begin read write; insert into document_series values ('sel_seller', 'FAC-2026', 1, '2026-11-03')
      on conflict (selling_entity_id, series) do update set last_number = document_series.last_number + 1;
      select pg_terminate_backend(pg_backend_pid())`)
  } finally {
    await client.end({ timeout: 0 })
  }
}

test('numbers run from one without a gap when transactions roll back or die after taking one', {
  timeout: 120_000,
}, async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: finalisations }, (_, index) => finalise(index, endOf(index))),
  )
  const issued = outcomes.filter((outcome) => outcome.status === 'fulfilled').length
  const numbers = await query<{ number: string }>('select number from billing_documents order by number')
  expect(numbers.map(({ number }) => Number(number.slice(-6)))).toEqual(
    Array.from({ length: issued }, (_, index) => index + 1),
  )
  const sequences = await query<{ first: number; last: number; rows: number }>(
    'select min(sequence) as first, max(sequence) as last, count(*)::int as rows from ledger_transactions',
  )
  expect(sequences).toEqual([{ first: 1, last: issued, rows: issued }])
  // Every transaction meant to commit did.
  expect(issued).toBe(finalisations * 0.8)
})

test('a day before that of the last number is rejected', async () => {
  const document = exampleDocument({ issuedOn: '2026-11-02' })
  await expect(
    withSystem(systemTestContext(), (tx) =>
      issueDocument(tx, systemTestContext(), {
        organisationId,
        sellingEntityId: 'sel_seller',
        prefix: 'FAC',
        period: '2026-10',
        groupingKey: '',
        document,
        bounds: [null, null],
      }),
    ),
  ).rejects.toMatchObject({ cause: { message: expect.stringContaining('follow each other') } })
})

test('a credit note of an uncollectable invoice reduces the doubtful account, not the customer account', async () => {
  const now = new Date('2026-11-03T06:00:00Z')
  const ctx = systemTestContext(now)
  const lines = exampleDocument().lines.map(({ projectId: _project, ...line }) => line)
  const issue = (prefix: string, corrected?: Id<'invoice'>) =>
    withSystem(ctx, (tx) =>
      issueDocument(tx, ctx, {
        organisationId,
        sellingEntityId: 'sel_seller',
        prefix,
        period: '2026-10',
        groupingKey: '',
        document: exampleDocument({ lines, ...(corrected && { kind: 'credit_note' }) }),
        bounds: lines.map(() => null),
        ...(corrected && { correctsDocumentId: corrected }),
      }),
    )
  const balances = async () =>
    new Map(
      (
        await query<{ account: string; cents: number }>(
          'select account, balance_cents::int as cents from ledger_balances',
        )
      ).map(({ account, cents }) => [account, cents]),
    )
  const invoice = await issue('FAC')
  const { grossCents } = exampleDocument().totals
  await query(
    `insert into dunning_steps (organisation_id, document_id, step, outcome, taken_on, taken_at, open_cents, interest_cents, fee_cents)
      values ($1, $2, 'doubtful', 'carried_out', '2026-11-03', now(), $3, 0, 0)`,
    organisationId,
    invoice.id,
    `${grossCents}`,
  )
  const before = await balances()
  await issue('AVO', invoice.id)
  const after = await balances()
  expect(after.get('411000')).toBe(before.get('411000'))
  expect(after.get('416000')).toBe(-Number(grossCents))
})
