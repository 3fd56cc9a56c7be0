import type { Address } from '~/db/schema/identity/identity'
import type { CostReferences, LineCommitment } from '~/db/schema/ordering/ordering'
import type { PrintedDocument } from '~/lib/documents'
import { vatCents } from '~/lib/kernel/money'
import { formatAmount, formatDate, formatMoney, formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { SellerRow } from '../queries/selling'
import { quoteWords } from './quote-words'

export type QuotedOffer = {
  number: string
  version: number
  issuedAt: Date
  /** The first instant at which it is no longer valid: midnight in Paris. */
  validUntil: Date
  seller: SellerRow
  buyer: { legalName: string; identifier: string; address: Address }
  requestedBy: string
  project: string
  references: CostReferences
  lines: {
    name: string
    bundle: string
    zone: string
    quantity: number
    unitCents: bigint
    cents: bigint
    commitment?: LineCommitment | null
    /** The same at the hourly list price. */
    listCents?: bigint
  }[]
  vatRateBasisPoints: number
  isReverseCharge: boolean
}

/** The printed and signed quote: seller, buyer, resources, price, validity. Pure. */
export function quoteDocument(offer: QuotedOffer, locale: Locale): PrintedDocument {
  const t = quoteWords[locale]
  const net = offer.lines.reduce((sum, line) => sum + line.cents, 0n)
  const vat = vatCents(net, offer.vatRateBasisPoints)
  const list = offer.lines.reduce((sum, line) => sum + (line.listCents ?? line.cents), 0n)
  const committed = offer.lines.filter((line) => line.commitment)
  const perTerm = committed.reduce(
    (sum, line) => sum + line.cents * BigInt(line.commitment?.termMonths ?? 0),
    0n,
  )
  const { seller, buyer } = offer
  const lastDay = formatDate(new Date(offer.validUntil.getTime() - 1), locale)
  const references = Object.entries(offer.references).map(([name, value]) => ({
    term: t.reference[name as keyof CostReferences],
    value: String(value),
  }))
  return {
    title: t.title(offer.number),
    language: locale,
    author: seller.legalName,
    issuedAt: offer.issuedAt,
    kind: t.kind(offer.version),
    footer: footerOf(seller, locale),
    pageOf: t.pageOf,
    blocks: [
      {
        type: 'sides',
        left: {
          title: t.seller,
          lines: [seller.legalName, ...addressLines(seller.address), seller.vatNumber],
        },
        right: { title: t.buyer, lines: [buyer.legalName, buyer.identifier, ...addressLines(buyer.address)] },
      },
      {
        type: 'facts',
        facts: [
          { term: t.issued, value: formatDate(offer.issuedAt, locale) },
          { term: t.valid, value: lastDay },
          { term: t.requestedBy, value: offer.requestedBy },
          { term: t.project, value: offer.project },
          ...references,
        ],
      },
      { type: 'heading', text: t.offer },
      {
        type: 'table',
        table: {
          summary: t.offer,
          columns: [
            { header: t.column.bundle, share: 3.4 },
            { header: t.column.zone, share: 1.8 },
            { header: t.column.quantity, share: 1.1, align: 'right' },
            { header: t.column.unit, share: 1.7, align: 'right' },
            { header: t.column.total, share: 1.7, align: 'right' },
          ],
          rows: offer.lines.map((line) => [
            [line.bundle, line.name, line.commitment && termOf(line.commitment, locale)]
              .filter(Boolean)
              .join('\n'),
            line.zone,
            formatNumber(line.quantity, locale),
            formatAmount(line.unitCents, locale),
            formatAmount(line.cents, locale),
          ]),
        },
      },
      {
        type: 'totals',
        totals: [
          { term: t.net, value: formatMoney(net, locale) },
          { term: t.vat(offer.vatRateBasisPoints), value: formatMoney(vat, locale) },
          { term: t.gross, value: formatMoney(net + vat, locale) },
          ...(list > net ? [{ term: t.list, value: formatMoney(list, locale) }] : []),
          ...(perTerm > 0n ? [{ term: t.perTerm, value: formatMoney(perTerm, locale) }] : []),
        ],
      },
      ...(offer.isReverseCharge ? [{ type: 'text' as const, text: t.reverseCharge }] : []),
      { type: 'heading', text: t.terms },
      { type: 'text', text: t.held(lastDay) },
      { type: 'text', text: t.price },
      ...(committed.length > 0 ? [{ type: 'text' as const, text: t.commitment }] : []),
      { type: 'text', text: t.signing, look: 'small' },
    ],
  }
}

function termOf({ termMonths, renewal }: LineCommitment, locale: Locale): string {
  const t = quoteWords[locale]
  return t.term(termMonths, t.renewal[renewal])
}

function addressLines(address: Address | null): string[] {
  if (!address) return []
  return [address.line1, address.line2 ?? '', `${address.postcode} ${address.city}`].filter(Boolean)
}

function footerOf(seller: SellerRow, locale: Locale): string {
  const t = quoteWords[locale]
  const { legalForm, shareCapitalCents, registryCity } = seller
  const form =
    legalForm && shareCapitalCents !== null
      ? t.form(legalForm, formatMoney(shareCapitalCents, locale))
      : (legalForm ?? '')
  return [
    [seller.legalName, form].filter(Boolean).join(', '),
    registryCity ? `RCS ${registryCity} ${seller.siren}` : `SIREN ${seller.siren}`,
    seller.vatNumber,
  ].join(' · ')
}
