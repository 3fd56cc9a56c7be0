import { withOrganisation } from '~/db/client'
import { type PrintedDocument, printDocument, printInTurn } from '~/lib/documents'
import { authorize, limitPrints } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { csvLine } from '~/lib/kernel/text/csv'
import { formatAmount, formatMoney } from '~/lib/kernel/text/format'
import { formatDate } from '~/lib/kernel/text/format-date'
import { parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { listCreditNotesOf } from '../queries/dunning'
import { listInvoicesOf } from '../queries/open-documents'
import { findPayer } from './queries/mandates'
import { listAllocationsOf } from './queries/movements'
import { statementWords } from './statement-words'

export type AccountEntry = {
  on: string
  kind: 'invoice' | 'credit_note' | 'payment' | 'payment_return'
  piece: string
  /** Positive increases the debt. */
  cents: bigint
  balanceCents: bigint
}

const entriesMax = 100_000

/** Entries in day order, invoices before payments of the same day, each with the balance after it. Pure. */
export function withBalances(entries: readonly Omit<AccountEntry, 'balanceCents'>[]): AccountEntry[] {
  const order = { invoice: 0, credit_note: 1, payment: 2, payment_return: 3 }
  let balanceCents = 0n
  return [...entries]
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : order[a.kind] - order[b.kind]))
    .map((entry) => {
      balanceCents += entry.cents
      return { ...entry, balanceCents }
    })
}

async function readEntries(ctx: OpContext) {
  return withOrganisation(ctx, async (tx, organisationId) => {
    const payer = await findPayer(tx, organisationId)
    const invoices = await listInvoicesOf(tx, organisationId)
    const creditNotes = await listCreditNotesOf(tx, organisationId)
    const byPayment = new Map<string, { on: string; label: string; cents: bigint }>()
    for (const {
      movementId,
      cardPaymentId,
      cardRefundId,
      occurredOn,
      label,
      cents,
    } of await listAllocationsOf(tx, organisationId, entriesMax)) {
      const paymentId = movementId ?? cardRefundId ?? cardPaymentId ?? ''
      const sum = byPayment.get(paymentId) ?? { on: occurredOn, label, cents: 0n }
      // An amount moved later between invoices was not received later.
      const on = occurredOn < sum.on ? occurredOn : sum.on
      byPayment.set(paymentId, { ...sum, on, cents: sum.cents + cents })
    }
    return {
      name: payer?.legalName ?? '',
      code: invoices[0]?.customerCode ?? organisationId,
      entries: withBalances([
        ...invoices.map(({ issuedOn, number, grossCents }) => ({
          on: issuedOn,
          kind: 'invoice' as const,
          piece: number,
          cents: grossCents,
        })),
        ...creditNotes.map(({ issuedOn, number, grossCents }) => ({
          on: issuedOn,
          kind: 'credit_note' as const,
          piece: number,
          cents: -grossCents,
        })),
        ...[...byPayment.values()]
          .filter(({ cents }) => cents !== 0n)
          .map(({ on, label, cents }) => ({
            on,
            kind: cents > 0n ? ('payment' as const) : ('payment_return' as const),
            piece: label,
            cents: -cents,
          })),
      ]),
    }
  })
}

/**
 * The organisation's account as CSV for a spreadsheet.
 *
 * @throws DomainError `forbidden`
 */
export async function accountStatementCsv(ctx: OpContext): Promise<{ name: string; text: string }> {
  authorize(ctx, 'billing:view')
  const words = statementWords[ctx.locale]
  const { entries } = await readEntries(ctx)
  const rows = entries.map(({ on, kind, piece, cents, balanceCents }) => [
    on,
    words.kinds[kind],
    piece,
    cents > 0n ? decimal(cents) : '',
    cents < 0n ? decimal(-cents) : '',
    decimal(balanceCents),
  ])
  const text = [words.columns, ...rows].map(csvLine).join('')
  return { name: `${words.file}-${parisDay(ctx.now)}.csv`, text: `\ufeff${text}` }
}

type StatementFile = { name: string; bytes: Uint8Array<ArrayBuffer> }

/**
 * The organisation's account as a tagged archival PDF.
 *
 * @throws DomainError `forbidden`, `rate_limited`
 */
export async function accountStatementPdf(ctx: OpContext): Promise<StatementFile> {
  authorize(ctx, 'billing:view')
  await limitPrints(ctx)
  return printInTurn(() => drawStatement(ctx))
}

async function drawStatement(ctx: OpContext): Promise<StatementFile> {
  const { locale } = ctx
  const words = statementWords[locale]
  const { name, code, entries } = await readEntries(ctx)
  const day = (on: string) => formatDate(startOfParisDay(on), locale)
  const balance = entries.at(-1)?.balanceCents ?? 0n
  const document: PrintedDocument = {
    title: words.title(formatDate(ctx.now, locale)),
    language: locale,
    author: 'Andromède',
    issuedAt: ctx.now,
    kind: words.kind,
    blocks: [
      {
        type: 'facts',
        facts: [
          { term: words.customer, value: name },
          { term: words.account, value: code },
        ],
      },
      {
        type: 'table',
        table: {
          summary: words.summary,
          columns: words.columns
            .filter((_, index) => index !== 1)
            .map((header, index) => ({
              header,
              share: [18, 40, 14, 14, 14][index] ?? 14,
              ...(index > 1 && { align: 'right' as const }),
            })),
          rows: entries.map(({ on, kind, piece, cents, balanceCents }) => [
            day(on),
            `${words.kinds[kind]} ${piece}`,
            cents > 0n ? formatAmount(cents, locale) : '',
            cents < 0n ? formatAmount(-cents, locale) : '',
            formatAmount(balanceCents, locale),
          ]),
        },
      },
      { type: 'totals', totals: [{ term: words.owed, value: formatMoney(balance, locale) }] },
    ],
    footer: words.kind,
    pageOf: words.pageOf,
  }
  const bytes = await printDocument(document)
  return { name: `${words.file}-${parisDay(ctx.now)}.pdf`, bytes: new Uint8Array(bytes) }
}

const decimal = (cents: bigint) => {
  const size = cents < 0n ? -cents : cents
  return `${cents < 0n ? '-' : ''}${size / 100n},${String(size % 100n).padStart(2, '0')}`
}
