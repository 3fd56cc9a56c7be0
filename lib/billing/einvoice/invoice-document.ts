import type { Block, PrintedDocument } from '~/lib/documents'
import { formatDate, formatMoney } from '~/lib/kernel/text/format'
import type { DocumentReferences, IssuedDocument, Seller } from '../invoices/issued-document'
import { addressLines } from './address-lines'
import { hasOtherPayer, invoicedParty } from './cii-parties'
import { facturxAttachment } from './facturx-attachment'
import { lineTables, vatTable } from './invoice-tables'
import { invoiceWords } from './invoice-words'

/** The printed invoice with the CII attached. Pure: the same document gives the same bytes. */
export function invoiceDocument(document: IssuedDocument, cii: string): PrintedDocument {
  const t = invoiceWords[document.language]
  const { seller, totals, kind, language } = document
  const money = (cents: bigint) => formatMoney(cents, language)
  return {
    title: t.title[kind](document.number),
    language,
    author: seller.name,
    issuedAt: new Date(`${document.issuedOn}T12:00:00Z`),
    kind: t.kind[kind],
    footer: footerOf(seller),
    pageOf: t.pageOf,
    attachment: facturxAttachment(cii),
    blocks: [
      parties(document),
      { type: 'facts', facts: facts(document) },
      ...lineTables(document),
      ...vatTable(document),
      {
        type: 'totals',
        totals: [
          { term: t.net, value: money(totals.netCents) },
          { term: t.vat, value: money(totals.vatCents) },
          { term: t.gross, value: money(totals.grossCents) },
          ...(totals.paidCents === 0n ? [] : [{ term: t.paid, value: money(totals.paidCents) }]),
          { term: t.toPay[kind], value: money(totals.dueCents) },
        ],
      },
      ...(kind === 'invoice' ? payment(document) : []),
      ...terms(document),
    ],
  }
}

function parties(document: IssuedDocument): Block {
  const { seller, buyer, language } = document
  const t = invoiceWords[language]
  const { name, siren, siret, vatNumber, address } = invoicedParty(document)
  const served = hasOtherPayer(document) ? ['', t.servedBody, buyer.name, ...addressLines(buyer.address)] : []
  return {
    type: 'sides',
    left: {
      title: t.seller,
      lines: [
        seller.name,
        ...addressLines(seller.address),
        t.siret(seller.siret),
        t.vatNumber(seller.vatNumber),
        seller.email,
      ],
    },
    right: {
      title: t.buyer,
      lines: [
        name,
        ...('city' in address ? addressLines(address) : []),
        ...(siren ? [t.siren(siren)] : []),
        ...(siret ? [t.siret(siret)] : []),
        ...(vatNumber ? [t.vatNumber(vatNumber)] : []),
        ...served,
        ...(buyer.billingAddress ? ['', t.sentTo, ...addressLines(buyer.billingAddress)] : []),
      ],
    },
  }
}

function facts(document: IssuedDocument) {
  const { language, references, project } = document
  const t = invoiceWords[language]
  const day = (of: string) => dayText(of, language)
  const names = Object.keys(t.reference) as (keyof DocumentReferences)[]
  return [
    { term: t.issued, value: day(document.issuedOn) },
    ...(document.kind === 'invoice' ? [{ term: t.due, value: day(document.dueOn) }] : []),
    { term: t.period, value: t.days(day(document.period.from), day(document.period.to)) },
    { term: t.customer, value: document.buyer.customerCode },
    ...(project ? [{ term: t.project, value: project.name }] : []),
    ...document.preceding.map(({ number, issuedOn }) => ({
      term: t.corrects,
      value: t.correctsOne(number, day(issuedOn)),
    })),
    ...(document.reason ? [{ term: t.reason, value: document.reason }] : []),
    ...names.flatMap((name) => {
      const value = references[name]
      return value ? [{ term: t.reference[name], value }] : []
    }),
  ]
}

function payment({ payment: given, dueOn, language }: IssuedDocument): Block[] {
  const t = invoiceWords[language]
  const means = { term: t.means, value: t.method[given.method] }
  if (given.method === 'direct_debit')
    return [
      { type: 'heading', text: t.payment },
      {
        type: 'facts',
        facts: [
          means,
          ...(given.mandateReference ? [{ term: t.mandate, value: given.mandateReference }] : []),
          ...(given.creditorIdentifier ? [{ term: t.creditor, value: given.creditorIdentifier }] : []),
        ],
      },
      { type: 'text', text: t.debited(dayText(dueOn, language)) },
    ]
  return [
    { type: 'heading', text: t.payment },
    {
      type: 'facts',
      facts: [
        means,
        { term: t.holder, value: given.accountHolder },
        { term: 'IBAN', value: given.iban.replace(/(.{4})(?=.)/g, '$1\u00a0') },
        { term: 'BIC', value: given.bic },
        { term: t.paymentReference, value: given.reference },
      ],
    },
  ]
}

function terms({ legal, language }: IssuedDocument): Block[] {
  const t = invoiceWords[language]
  const texts = [legal.latePenalties, legal.recoveryFee, legal.discount, ...legal.other, t.countedBySecond]
  return [
    { type: 'heading', text: t.terms },
    ...texts.map((text) => ({ type: 'text', text, look: 'small' }) as const),
  ]
}

const dayText = (day: string, language: 'fr' | 'en') => formatDate(new Date(`${day}T12:00:00Z`), language)

const footerOf = (seller: Seller) =>
  [`${seller.name}, ${seller.legalForm}, ${seller.shareCapital}`, seller.registration, seller.vatNumber].join(
    ' · ',
  )
