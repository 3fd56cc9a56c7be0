import type { DocumentReferences, IssuedDocument } from '../invoices/issued-document'
import { barNotes, treatmentOf } from '../vat/decide-treatment'
import { addressLines } from './address-lines'
import { withAllowances } from './cii-allowance'
import { lineItem } from './cii-line'
import { buyerParty, sellerParty, servedParty } from './cii-parties'
import { settlement } from './cii-settlement'
import { dateTime } from './cii-terms'
import { invoiceWords } from './invoice-words'
import { referenceTexts } from './reference-texts'
import { element, leaf, type XmlNode } from './xml'

const namespaces = [
  ['rsm', 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100'],
  ['ram', 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100'],
  ['udt', 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100'],
  ['qdt', 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100'],
] as const
const guideline = 'urn:cen.eu:en16931:2017'
/** XP Z12-012, BT-23: services not paid yet, services already paid. */
const businessProcess = { open: 'S1', paid: 'S2' } as const

/**
 * The document in CII (UN/CEFACT D22B), profile EN 16931 as in Factur-X 1.09, with the requirements of XP Z12-012 for
 * French invoices. The same document gives the same text. Pure.
 */
export function writeCii(document: IssuedDocument): string {
  const declared = namespaces.map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`).join(' ')
  const body = [
    context(document),
    exchangedDocument(document),
    element(
      'rsm:SupplyChainTradeTransaction',
      ...withAllowances(document).lines.map((line) => lineItem(line, document)),
      agreement(document),
      delivery(document),
      settlement(document),
    ),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice ${declared}>${body.join('')}</rsm:CrossIndustryInvoice>\n`
}

function context(document: IssuedDocument): XmlNode {
  const { grossCents, dueCents } = document.totals
  const isPaid = grossCents > 0n && dueCents === 0n && document.kind === 'invoice'
  return element(
    'rsm:ExchangedDocumentContext',
    element(
      'ram:BusinessProcessSpecifiedDocumentContextParameter',
      leaf('ram:ID', isPaid ? businessProcess.paid : businessProcess.open),
    ),
    element('ram:GuidelineSpecifiedDocumentContextParameter', leaf('ram:ID', guideline)),
  )
}

function exchangedDocument(document: IssuedDocument): XmlNode {
  return element(
    'rsm:ExchangedDocument',
    leaf('ram:ID', document.number),
    leaf('ram:TypeCode', document.typeCode),
    dateTime('ram:IssueDateTime', document.issuedOn),
    ...notes(document).map(([code, text]) =>
      element('ram:IncludedNote', leaf('ram:Content', text), code ? leaf('ram:SubjectCode', code) : null),
    ),
  )
}

/** UNTDID 4451 codes and texts; those that the French rules require exactly once come first. */
function notes(document: IssuedDocument): [string | null, string][] {
  const { legal, seller, buyer, reason, references, language } = document
  const treatment = barNotes[treatmentOf(buyer)]
  return [
    ['PMT', legal.recoveryFee],
    ['PMD', legal.latePenalties],
    ['AAB', legal.discount],
    ['REG', `${seller.legalForm}, ${seller.shareCapital}`],
    ['ABL', legal.registration],
    ...(treatment ? [['BAR', treatment] as [string, string]] : []),
    ...[
      ...legal.other,
      ...(reason ? [reason] : []),
      ...purchaseOrderNote(references, language),
      ...billedTo(document),
    ].map((text) => [null, text] as [null, string]),
  ]
}

/** The standard has no element for a billing address other than the seat. */
function billedTo({ buyer: { billingAddress }, language }: IssuedDocument): string[] {
  if (!billingAddress) return []
  const { sentTo } = invoiceWords[language]
  return [`${sentTo}${language === 'fr' ? '\u00a0:' : ':'} ${addressLines(billingAddress).join(', ')}`]
}

/** A service is supplied at the end of its period (BT-72). */
function delivery(document: IssuedDocument): XmlNode {
  return element(
    'ram:ApplicableHeaderTradeDelivery',
    servedParty(document),
    element('ram:ActualDeliverySupplyChainEvent', dateTime('ram:OccurrenceDateTime', document.period.to)),
  )
}

/** BT-13 holds one number: the engagement takes it, and an accompanying purchase order becomes a note (BT-22). */
function purchaseOrderNote(
  { engagement, purchaseOrder }: DocumentReferences,
  language: 'fr' | 'en',
): string[] {
  return engagement && purchaseOrder ? referenceTexts([['purchaseOrder', purchaseOrder]], language) : []
}

function agreement(document: IssuedDocument): XmlNode {
  const { references, project } = document
  return element(
    'ram:ApplicableHeaderTradeAgreement',
    leaf('ram:BuyerReference', references.serviceCode),
    sellerParty(document),
    buyerParty(document),
    element(
      'ram:BuyerOrderReferencedDocument',
      leaf('ram:IssuerAssignedID', references.engagement ?? references.purchaseOrder),
    ),
    element('ram:ContractReferencedDocument', leaf('ram:IssuerAssignedID', references.market)),
    project
      ? element('ram:SpecifiedProcuringProject', leaf('ram:ID', project.id), leaf('ram:Name', project.name))
      : null,
  )
}
