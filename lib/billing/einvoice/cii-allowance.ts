import { ownReferences } from '../invoices/group-lines'
import type { DocumentLine, IssuedDocument } from '../invoices/issued-document'
import { euros, percent } from './decimals'
import { referenceTexts } from './reference-texts'
import { element, leaf, type XmlNode } from './xml'

/** UNTDID 5189: a discount. */
const discountCode = '95'

/**
 * What of an invoice is said as lines, and what as allowances of the document (BG-20): a service credit lowers the price
 * of what was sold and is nothing sold itself. A document needs a line, so that one of credits alone says them as lines.
 */
export function withAllowances({ kind, lines }: IssuedDocument): {
  lines: readonly DocumentLine[]
  allowances: readonly DocumentLine[]
} {
  const isAllowance = (line: DocumentLine) =>
    kind === 'invoice' && line.kind === 'service_credit' && line.netCents < 0n
  const rest = lines.filter((line) => !isAllowance(line))
  return rest.length === 0
    ? { lines, allowances: [] }
    : { lines: rest, allowances: lines.filter(isAllowance) }
}

/** An allowance has no element for references: its reason names those that are its own. */
export function allowance(line: DocumentLine, document: IssuedDocument): XmlNode {
  const own = referenceTexts(ownReferences(line, document), document.language)
  return element(
    'ram:SpecifiedTradeAllowanceCharge',
    element('ram:ChargeIndicator', '<udt:Indicator>false</udt:Indicator>'),
    leaf('ram:ActualAmount', euros(-line.netCents)),
    leaf('ram:ReasonCode', discountCode),
    leaf('ram:Reason', [line.label, line.detail, ...own].filter(Boolean).join(', ')),
    element(
      'ram:CategoryTradeTax',
      leaf('ram:TypeCode', 'VAT'),
      leaf('ram:CategoryCode', line.vatCategory),
      line.vatCategory === 'O' ? null : leaf('ram:RateApplicablePercent', percent(line.vatRateBasisPoints)),
    ),
  )
}
