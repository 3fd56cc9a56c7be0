import type { Id } from '~/lib/kernel/ids'
import { collectedByRate } from '../delivery/collected-by-rate'
import type { IssuedDocument } from '../invoices/issued-document'
import { reportingOf } from './reporting-of'

/** A document without its lines: flow 10 requires none before 1 September 2027. */
export type ReportedDocument = Omit<IssuedDocument, 'lines'>

export type IssuedSource = {
  id: Id<'invoice'>
  organisationId: Id<'organisation'>
  document: ReportedDocument
}
export type PaidSource = {
  /** The allocation of a payment to an invoice. */
  id: Id<'paymentAllocation'>
  documentId: Id<'invoice'>
  organisationId: Id<'organisation'>
  document: ReportedDocument
  cents: bigint
  /** Amount of the invoice paid before this payment. */
  beforeCents: bigint
  occurredOn: string
}

/** A declaration's data about one document or payment; negative for credit notes and returned money. */
export type DeclaredItem = {
  sourceId: Id<'invoice'> | Id<'paymentAllocation'>
  documentId: Id<'invoice'>
  organisationId: Id<'organisation'>
  flow: '10.1' | '10.2' | '10.3' | '10.4'
  happenedOn: string
  netCents: bigint
  vatCents: bigint
  paidCents: bigint
}

export type DayOfSales = {
  day: string
  category: 'TPS1' | 'TNT1'
  onDebits: boolean
  documents: number
  rates: { rateBasisPoints: number; baseCents: bigint; vatCents: bigint }[]
}
export type Collected = { rateBasisPoints: number; cents: bigint }
export type Declared =
  | { kind: 'transactions'; invoices: ReportedDocument[]; days: DayOfSales[] }
  | {
      kind: 'payments'
      invoices: { document: ReportedDocument; day: string; rates: Collected[] }[]
      days: { day: string; rates: Collected[] }[]
    }

/** Sales to report: per invoice abroad (10.1); by day, category and rate for buyers not liable to VAT (10.3). Pure. */
export function declareTransactions(sources: readonly IssuedSource[]): {
  items: DeclaredItem[]
  declared: Declared
} {
  const invoices: ReportedDocument[] = []
  const days = new Map<string, DayOfSales>()
  const items = sources.flatMap(({ id, organisationId, document }): DeclaredItem[] => {
    const { transactions: flow } = reportingOf(document)
    if (!flow) return []
    if (flow === '10.1') invoices.push(document)
    else addSales(days, document)
    const sign = signOf(document)
    const { netCents, vatCents } = document.totals
    return [
      {
        sourceId: id,
        documentId: id,
        organisationId,
        flow,
        happenedOn: document.issuedOn,
        netCents: sign * netCents,
        vatCents: sign * vatCents,
        paidCents: 0n,
      },
    ]
  })
  return { items, declared: { kind: 'transactions', invoices, days: inOrder(days) } }
}

/** Payments to report, VAT included, per non-zero rate: by invoice (10.2) or by day (10.4). Pure. */
export function declarePayments(sources: readonly PaidSource[]): {
  items: DeclaredItem[]
  declared: Declared
} {
  const invoices: Extract<Declared, { kind: 'payments' }>['invoices'] = []
  const days = new Map<string, Map<number, bigint>>()
  const items = sources.flatMap(
    ({ id, documentId, organisationId, document, cents, beforeCents, occurredOn: day }) => {
      const { payments: flow } = reportingOf(document)
      const rates = collectedByRate(document.vat, beforeCents, cents).filter(
        ({ rateBasisPoints }) => rateBasisPoints > 0,
      )
      if (!flow || rates.length === 0) return []
      if (flow === '10.2') invoices.push({ document, day, rates })
      else {
        const sums = days.get(day) ?? new Map<number, bigint>()
        for (const each of rates)
          sums.set(each.rateBasisPoints, (sums.get(each.rateBasisPoints) ?? 0n) + each.cents)
        days.set(day, sums)
      }
      const paidCents = rates.reduce((sum, each) => sum + each.cents, 0n)
      return [
        {
          sourceId: id,
          documentId,
          organisationId,
          flow,
          happenedOn: day,
          netCents: 0n,
          vatCents: 0n,
          paidCents,
        },
      ]
    },
  )
  const declaredDays = [...days]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([day, sums]) => ({
      day,
      rates: [...sums]
        .sort(([a], [b]) => b - a)
        .map(([rateBasisPoints, cents]) => ({ rateBasisPoints, cents })),
    }))
  return { items, declared: { kind: 'payments', invoices, days: declaredDays } }
}

const signOf = ({ kind }: ReportedDocument) => (kind === 'credit_note' ? -1n : 1n)

function addSales(days: Map<string, DayOfSales>, document: ReportedDocument): void {
  const sign = signOf(document)
  for (const category of ['TPS1', 'TNT1'] as const) {
    const own = document.vat.filter((each) => (each.category === 'S' ? 'TPS1' : 'TNT1') === category)
    if (own.length === 0) continue
    const onDebits = category === 'TPS1' && document.vatOnDebits
    const key = `${document.issuedOn} ${category} ${onDebits}`
    const day = days.get(key) ?? { day: document.issuedOn, category, onDebits, documents: 0, rates: [] }
    day.documents += 1
    for (const { rateBasisPoints, baseCents, vatCents } of own) {
      const rate = day.rates.find((each) => each.rateBasisPoints === rateBasisPoints)
      if (rate) {
        rate.baseCents += sign * baseCents
        rate.vatCents += sign * vatCents
      } else day.rates.push({ rateBasisPoints, baseCents: sign * baseCents, vatCents: sign * vatCents })
    }
    days.set(key, day)
  }
}

const inOrder = (days: Map<string, DayOfSales>): DayOfSales[] =>
  [...days]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([, day]) => ({ ...day, rates: day.rates.sort((a, b) => b.rateBasisPoints - a.rateBasisPoints) }))
