import type { IssuedDocument, VatSubtotal } from '../invoices/issued-document'
import { allowance, withAllowances } from './cii-allowance'
import { billingPeriod, compactDay, dateTime } from './cii-terms'
import { euros, percent } from './decimals'
import { element, leaf, type XmlNode } from './xml'

/** UNTDID 4461: transfer, SEPA transfer, SEPA direct debit. */
const meansCodes = { mandat_administratif: '30', transfer: '58', direct_debit: '59' } as const
const meansNames = {
  mandat_administratif: 'Mandat administratif',
  transfer: 'Virement',
  direct_debit: 'Prélèvement SEPA',
} as const
/** UNTDID 2475: VAT is due on issue, or on payment. */
const vatDueCodes = { issued: '5', paid: '72' } as const

export function settlement(document: IssuedDocument): XmlNode {
  const { payment, totals, currency } = document
  const { allowances } = withAllowances(document)
  const allowedCents = allowances.reduce((sum, { netCents }) => sum - netCents, 0n)
  return element(
    'ram:ApplicableHeaderTradeSettlement',
    payment.method === 'direct_debit' ? leaf('ram:CreditorReferenceID', payment.creditorIdentifier) : null,
    leaf('ram:PaymentReference', payment.reference),
    leaf('ram:InvoiceCurrencyCode', currency),
    paymentMeans(document),
    ...document.vat.map((subtotal) => vatSubtotal(subtotal, document.vatOnDebits)),
    billingPeriod(document.period),
    ...allowances.map((line) => allowance(line, document)),
    element(
      'ram:SpecifiedTradePaymentTerms',
      dateTime('ram:DueDateDateTime', document.dueOn),
      payment.method === 'direct_debit' ? leaf('ram:DirectDebitMandateID', payment.mandateReference) : null,
    ),
    element(
      'ram:SpecifiedTradeSettlementHeaderMonetarySummation',
      leaf('ram:LineTotalAmount', euros(totals.linesNetCents + allowedCents)),
      allowances.length > 0 ? leaf('ram:AllowanceTotalAmount', euros(allowedCents)) : null,
      leaf('ram:TaxBasisTotalAmount', euros(totals.netCents)),
      leaf('ram:TaxTotalAmount', euros(totals.vatCents), { currencyID: currency }),
      leaf('ram:GrandTotalAmount', euros(totals.grossCents)),
      leaf('ram:TotalPrepaidAmount', euros(totals.paidCents)),
      leaf('ram:DuePayableAmount', euros(totals.dueCents)),
    ),
    ...document.preceding.map(precedingDocument),
    element('ram:ReceivableSpecifiedTradeAccountingAccount', leaf('ram:ID', document.references.costCentre)),
  )
}

function paymentMeans({ payment }: IssuedDocument): XmlNode {
  const isTransfer = payment.method !== 'direct_debit'
  return element(
    'ram:SpecifiedTradeSettlementPaymentMeans',
    leaf('ram:TypeCode', meansCodes[payment.method]),
    leaf('ram:Information', meansNames[payment.method]),
    isTransfer
      ? element(
          'ram:PayeePartyCreditorFinancialAccount',
          leaf('ram:IBANID', payment.iban.replaceAll(' ', '')),
          leaf('ram:AccountName', payment.accountHolder),
        )
      : null,
    isTransfer
      ? element('ram:PayeeSpecifiedCreditorFinancialInstitution', leaf('ram:BICID', payment.bic))
      : null,
  )
}

function vatSubtotal(subtotal: VatSubtotal, vatOnDebits: boolean): XmlNode {
  const { category, exemption } = subtotal
  return element(
    'ram:ApplicableTradeTax',
    leaf('ram:CalculatedAmount', euros(subtotal.vatCents)),
    leaf('ram:TypeCode', 'VAT'),
    leaf('ram:ExemptionReason', exemption?.reason),
    leaf('ram:BasisAmount', euros(subtotal.baseCents)),
    leaf('ram:CategoryCode', category),
    leaf('ram:ExemptionReasonCode', exemption?.code),
    leaf('ram:DueDateTypeCode', vatOnDebits ? vatDueCodes.issued : vatDueCodes.paid),
    category === 'O' ? null : leaf('ram:RateApplicablePercent', percent(subtotal.rateBasisPoints)),
  )
}

function precedingDocument({ number, issuedOn }: { number: string; issuedOn: string }): XmlNode {
  return element(
    'ram:InvoiceReferencedDocument',
    leaf('ram:IssuerAssignedID', number),
    element(
      'ram:FormattedIssueDateTime',
      leaf('qdt:DateTimeString', compactDay(issuedOn), { format: '102' }),
    ),
  )
}
