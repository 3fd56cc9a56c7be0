import { ownReferences } from '../invoices/group-lines'
import type { DocumentLine, IssuedDocument } from '../invoices/issued-document'
import { euros, percent } from './decimals'
import { referenceTexts } from './reference-texts'
import { element, leaf, type XmlNode } from './xml'

/** UNTDID 5189: a discount. */
const discountCode = '95'

/**
 * Splits a document into lines and document allowances (BG-20): a service credit reduces the price and is not itself a
 * sale. A document needs at least one line, so one that holds only credits keeps them as lines.
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

/** An allowance has no element for references, so its reason contains its own references. */
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
