import { euros, percent } from '../einvoice/decimals'
import { element, leaf, type XmlNode } from '../einvoice/xml'
import { reportedCountry, taxPlaceOf } from '../vat/tax-place'
import type { Collected, DayOfSales, Declared, ReportedDocument } from './declared'
import type { ReportPeriod } from './periods'

export type ReportHead = {
  /** TT-1, unique for the seller and the period. */
  number: string
  type: 'IN' | 'RE'
  createdAt: Date
  /** Registration of the approved platform, four characters. */
  platform: { code: string; name: string }
  seller: { siren: string; name: string }
  period: ReportPeriod
}

const profile = 'urn.cpro.gouv.fr:1p0:ereporting'

/**
 * An e-reporting declaration in the flow 10 format (external specifications 3.2, annex 6 version 1.10): the sales or
 * the payments of one period, never both (G6.29). The same declaration gives the same text. Pure.
 */
export function writeReport(head: ReportHead, declared: Declared): string {
  const body = [
    documentOf(head),
    declared.kind === 'transactions'
      ? element(
          'TransactionsReport',
          periodOf(head.period),
          ...declared.invoices.map(invoiceOf),
          ...declared.days.map(salesOf),
        )
      : element(
          'PaymentsReport',
          periodOf(head.period),
          ...declared.invoices.map(({ document, day, rates }) =>
            element(
              'Invoice',
              leaf('InvoiceID', document.number),
              leaf('IssueDate', date(document.issuedOn)),
              paymentOf(day, rates),
            ),
          ),
          ...declared.days.map(({ day, rates }) => element('Transactions', paymentOf(day, rates))),
        ),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Report>${body.join('')}</Report>\n`
}

const date = (day: string) => day.replaceAll('-', '')

function documentOf({ number, type, createdAt, platform, seller }: ReportHead): XmlNode {
  return element(
    'ReportDocument',
    leaf('Id', number),
    element('IssueDateTime', leaf('DateTimeString', createdAt.toISOString().replace(/\D/g, '').slice(0, 14))),
    leaf('TypeCode', type),
    element(
      'Sender',
      leaf('Id', platform.code, { schemeId: '0238' }),
      leaf('Name', platform.name),
      leaf('RoleCode', 'WK'),
    ),
    element(
      'Issuer',
      leaf('Id', seller.siren, { schemeId: '0002' }),
      leaf('Name', seller.name),
      leaf('RoleCode', 'SE'),
    ),
  )
}

const periodOf = ({ from, to }: ReportPeriod) =>
  element('ReportPeriod', leaf('StartDate', date(from)), leaf('EndDate', date(to)))

function invoiceOf(document: ReportedDocument): XmlNode {
  const { totals, vat, preceding, period } = document
  const isTaxed = vat.some(({ rateBasisPoints }) => rateBasisPoints > 0)
  const isPaid = document.kind === 'invoice' && totals.grossCents > 0n && totals.dueCents === 0n
  return element(
    'Invoice',
    leaf('ID', document.number),
    leaf('IssueDate', date(document.issuedOn)),
    leaf('TypeCode', document.typeCode),
    leaf('CurrencyCode', document.currency),
    leaf('DueDate', date(document.dueOn)),
    leaf('TaxDueDateTypeCode', isTaxed && document.vatOnDebits ? '5' : null),
    element('BusinessProcess', leaf('ID', isPaid ? 'S2' : 'S1'), leaf('TypeID', profile)),
    ...preceding.map(({ number, issuedOn }) =>
      element('ReferencedDocument', leaf('ID', number), leaf('IssueDate', date(issuedOn))),
    ),
    element(
      'Seller',
      leaf('CompanyId', document.seller.siren, { schemeId: '0002' }),
      leaf('TaxRegistrationId', document.seller.vatNumber, { qualifyingId: 'VAT' }),
      element('PostalAddress', leaf('CountryId', reportedCountry(document.seller.address.countryCode))),
    ),
    buyerOf(document),
    element('InvoicePeriod', leaf('StartDate', date(period.from)), leaf('EndDate', date(period.to))),
    element(
      'MonetaryTotal',
      leaf('TaxExclusiveAmount', euros(totals.netCents)),
      leaf('TaxAmount', euros(totals.vatCents), { CurrencyCode: 'EUR' }),
    ),
    ...vat.map(({ category, rateBasisPoints, baseCents, vatCents, exemption }) =>
      element(
        'TaxSubTotal',
        leaf('TaxableAmount', euros(baseCents)),
        leaf('TaxAmount', euros(vatCents)),
        element(
          'TaxCategory',
          leaf('Code', category),
          leaf('Percent', rateOf(rateBasisPoints)),
          leaf('TaxExemptionReason', exemption?.reason),
          leaf('TaxExemptionReasonCode', exemption?.code),
        ),
      ),
    ),
  )
}

/**
 * Identifies a buyer in the Union by its VAT number (0223), one with a French VAT number by its SIREN (0002), any other
 * by country and the start of its name (0227): a SIREN requires a VAT number as well (G2.19, G2.33).
 */
function buyerOf({ buyer }: ReportedDocument): XmlNode {
  const { siren, vatNumber, address, name } = buyer
  const place = element('PostalAddress', leaf('CountryId', reportedCountry(address.countryCode)))
  const vat = leaf('TaxRegistrationId', vatNumber, { qualifyingId: 'VAT' })
  if (siren && vatNumber) return element('Buyer', leaf('CompanyId', siren, { schemeId: '0002' }), vat, place)
  if (vatNumber && taxPlaceOf(address) === 'union')
    return element('Buyer', leaf('CompanyId', vatNumber, { schemeId: '0223' }), vat, place)
  const known = `${reportedCountry(address.countryCode)}${name.slice(0, 16)}`
  return element('Buyer', leaf('CompanyId', known, { schemeId: '0227' }), vat, place)
}

function salesOf({ day, category, onDebits, documents, rates }: DayOfSales): XmlNode {
  const sum = (of: (rate: DayOfSales['rates'][number]) => bigint) =>
    rates.reduce((total, rate) => total + of(rate), 0n)
  return element(
    'Transactions',
    leaf('Date', date(day)),
    leaf('TransactionsCurrency', 'EUR'),
    leaf('TaxDueDateTypeCode', onDebits ? '5' : null),
    leaf('CategoryCode', category),
    leaf('TaxExclusiveAmount', euros(sum(({ baseCents }) => baseCents))),
    leaf('TaxTotal', euros(sum(({ vatCents }) => vatCents))),
    leaf('TransactionsCount', `${documents}`),
    ...rates.map(({ rateBasisPoints, baseCents, vatCents }) =>
      element(
        'TaxSubtotal',
        leaf('TaxPercent', rateOf(rateBasisPoints)),
        leaf('TaxableAmount', euros(baseCents)),
        leaf('TaxTotal', euros(vatCents)),
      ),
    ),
  )
}

const paymentOf = (day: string, rates: readonly Collected[]) =>
  element(
    'Payment',
    leaf('Date', date(day)),
    ...rates.map(({ rateBasisPoints, cents }) =>
      element(
        'SubTotals',
        leaf('TaxPercent', rateOf(rateBasisPoints)),
        leaf('CurrencyCode', 'EUR'),
        leaf('Amount', euros(cents)),
      ),
    ),
  )

const rateOf = (basisPoints: number) => (basisPoints === 0 ? '0' : percent(basisPoints))
