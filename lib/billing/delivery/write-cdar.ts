import { invoicedParty, schemes } from '../einvoice/cii-parties'
import { decimal, euros } from '../einvoice/decimals'
import { element, leaf, type XmlNode } from '../einvoice/xml'
import type { IssuedDocument } from '../invoices/issued-document'
import { collectedByRate } from './collected-by-rate'

const urn = 'urn:un:unece:uncefact:data:standard'
const namespaces = [
  ['rsm', `${urn}:CrossDomainAcknowledgementAndResponse:100`],
  ['ram', `${urn}:ReusableAggregateBusinessInformationEntity:100`],
  ['udt', `${urn}:UnqualifiedDataType:100`],
  ['qdt', `${urn}:QualifiedDataType:100`],
] as const
/** XP Z12-012, between approved platforms; the platform derives the message to the State from it. */
const guideline = 'urn.cpro.gouv.fr:1p0:CDV:invoice'

type ReportedPayment = {
  /** The platform's key of the message. */
  trackingId: string
  cents: bigint
  beforeCents: bigint
  /** Calendar day of the bank movement or card payment. */
  occurredOn: string
  /** When it was recorded here. */
  createdAt: Date
  /** When the platform accepted the invoice. */
  depositedAt: Date | null
}

/**
 * The life-cycle message (CDAR D22B) by which the seller reports a payment of an invoice, status 212: an amount with
 * VAT per rate (MEN), negative when the money was returned. The same payment gives the same text. Pure.
 */
export function writePaymentCdar(document: IssuedDocument, payment: ReportedPayment): string {
  const declared = namespaces.map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`).join(' ')
  const body = [
    element(
      'rsm:ExchangedDocumentContext',
      element('ram:BusinessProcessSpecifiedDocumentContextParameter', leaf('ram:ID', 'REGULATED')),
      element('ram:GuidelineSpecifiedDocumentContextParameter', leaf('ram:ID', guideline)),
    ),
    header(document, payment),
    element(
      'rsm:AcknowledgementDocument',
      element('ram:MultipleReferencesIndicator', leaf('udt:Indicator', 'false')),
      leaf('ram:TypeCode', '23'),
      instant('ram:IssueDateTime', payment.createdAt),
      reference(document, payment),
    ),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossDomainAcknowledgementAndResponse ${declared}>${body.join('')}</rsm:CrossDomainAcknowledgementAndResponse>\n`
}

function header(document: IssuedDocument, { trackingId, createdAt }: ReportedPayment): XmlNode {
  const { seller } = document
  const { name, siren, electronicAddress } = invoicedParty(document)
  return element(
    'rsm:ExchangedDocument',
    leaf('ram:ID', `${document.number}_212_${trackingId}`),
    leaf('ram:Name', `${document.number}-CDV-212`),
    instant('ram:IssueDateTime', createdAt),
    party('ram:SenderTradeParty', seller.siren, seller.name, 'SE'),
    party('ram:IssuerTradeParty', seller.siren, seller.name, 'SE'),
    party(
      'ram:RecipientTradeParty',
      siren,
      name,
      'BY',
      element(
        'ram:URIUniversalCommunication',
        leaf('ram:URIID', electronicAddress.id, { schemeID: electronicAddress.scheme }),
      ),
    ),
  )
}

const party = (name: string, siren: string | undefined, label: string, role: string, ...more: XmlNode[]) =>
  element(
    name,
    leaf('ram:GlobalID', siren, { schemeID: schemes.siren }),
    leaf('ram:Name', label),
    leaf('ram:RoleCode', role),
    ...more,
  )

function reference(document: IssuedDocument, payment: ReportedPayment): XmlNode {
  const collected = collectedByRate(document.vat, payment.beforeCents, payment.cents)
  return element(
    'ram:ReferenceReferencedDocument',
    leaf('ram:IssuerAssignedID', document.number),
    leaf('ram:StatusCode', '47'),
    leaf('ram:TypeCode', document.typeCode),
    payment.depositedAt && instant('ram:ReceiptDateTime', payment.depositedAt),
    element(
      'ram:FormattedIssueDateTime',
      leaf('qdt:DateTimeString', document.issuedOn.replaceAll('-', ''), { format: '102' }),
    ),
    leaf('ram:ProcessConditionCode', '212'),
    leaf('ram:ProcessCondition', 'Encaissée'),
    element(
      'ram:IssuerTradeParty',
      leaf('ram:GlobalID', document.seller.siren, { schemeID: schemes.siren }),
      leaf('ram:RoleCode', 'SE'),
    ),
    element(
      'ram:SpecifiedDocumentStatus',
      leaf('ram:SequenceNumeric', '1'),
      ...collected.map(({ rateBasisPoints, cents }) =>
        element(
          'ram:SpecifiedDocumentCharacteristic',
          leaf('ram:TypeCode', 'MEN'),
          element('ram:ValueChangedIndicator', leaf('udt:IndicatorString', 'false')),
          leaf('ram:ValueAmount', euros(cents), { currencyID: document.currency }),
          element(
            'ram:ValueDateTime',
            leaf('udt:DateTimeString', payment.occurredOn.replaceAll('-', ''), { format: '102' }),
          ),
          leaf('ram:ValuePercent', decimal(BigInt(rateBasisPoints), 2)),
        ),
      ),
    ),
  )
}

const instant = (name: string, at: Date) =>
  element(
    name,
    leaf('udt:DateTimeString', at.toISOString().replace(/\D/g, '').slice(0, 14), { format: '204' }),
  )
