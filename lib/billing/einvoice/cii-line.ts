import { amountCents, mebibytesPerGibibyte, trafficCents } from '~/lib/kernel/money'
import { ownReferences } from '../invoices/group-lines'
import type { DocumentLine, IssuedDocument } from '../invoices/issued-document'
import { billingPeriod, daysOf } from './cii-terms'
import { decimal, euros, hoursFor, percent, unitPrice } from './decimals'
import { referenceTexts } from './reference-texts'
import { element, leaf, type XmlNode } from './xml'

/** Recommendation 20 of the UN/ECE: a second, a mebibyte, and one of something. */
const units = { second: 'SEC', mebibyte: 'E63', one: 'C62' } as const

type TimeMeasure = { seconds: bigint; price: bigint; listPrice: bigint | undefined }
type TrafficMeasure = { mebibytes: bigint; price: bigint }

/**
 * One line. Time is in seconds at its price, traffic in mebibytes, anything else one piece, a deduction minus one
 * piece.
 */
export function lineItem(line: DocumentLine, document: IssuedDocument): XmlNode {
  const measured = timeMeasure(line)
  const weighed = trafficMeasure(line)
  return element(
    'ram:IncludedSupplyChainTradeLineItem',
    element(
      'ram:AssociatedDocumentLineDocument',
      leaf('ram:LineID', `${line.position}`),
      element('ram:IncludedNote', leaf('ram:Content', ownNote(line, document))),
    ),
    element(
      'ram:SpecifiedTradeProduct',
      leaf('ram:SellerAssignedID', line.bundleId),
      leaf('ram:Name', line.label),
      leaf('ram:Description', line.detail),
      ...characteristics(line),
    ),
    measured ? pricePerTime(measured) : weighed ? pricePerVolume(weighed) : pricePerPiece(line),
    element(
      'ram:SpecifiedLineTradeDelivery',
      measured
        ? leaf('ram:BilledQuantity', `${measured.seconds}`, { unitCode: units.second })
        : weighed
          ? leaf('ram:BilledQuantity', `${weighed.mebibytes}`, { unitCode: units.mebibyte })
          : leaf('ram:BilledQuantity', line.netCents < 0n ? '-1' : '1', { unitCode: units.one }),
    ),
    element(
      'ram:SpecifiedLineTradeSettlement',
      element(
        'ram:ApplicableTradeTax',
        leaf('ram:TypeCode', 'VAT'),
        leaf('ram:CategoryCode', line.vatCategory),
        line.vatCategory === 'O' ? null : leaf('ram:RateApplicablePercent', percent(line.vatRateBasisPoints)),
      ),
      billingPeriod(daysOf(line.period)),
      element(
        'ram:SpecifiedTradeSettlementLineMonetarySummation',
        leaf('ram:LineTotalAmount', euros(line.netCents)),
      ),
      element('ram:ReceivableSpecifiedTradeAccountingAccount', leaf('ram:ID', line.costCentre)),
    ),
  )
}

/** References of this line only (BT-127). Its cost centre has an element of its own (BT-133). */
function ownNote(line: DocumentLine, document: IssuedDocument): string {
  const own = ownReferences(line, document).filter(([name]) => name !== 'costCentre')
  return referenceTexts(own, document.language).join(', ')
}

/** Null unless the amount equals the price of the time to the cent: otherwise the line states only the amount. */
function timeMeasure(line: DocumentLine): TimeMeasure | null {
  const { billedSeconds: seconds, microCentsPerHour: price, listMicroCentsPerHour: listPrice } = line
  if (seconds === undefined || price === undefined || line.netCents < 0n) return null
  return amountCents(price, seconds) === line.netCents ? { seconds, price, listPrice } : null
}

/** As `timeMeasure`, for traffic. */
function trafficMeasure(line: DocumentLine): TrafficMeasure | null {
  const { billedMebibytes: mebibytes, microCentsPerGibibyte: price } = line
  if (mebibytes === undefined || price === undefined || line.netCents < 0n) return null
  return trafficCents(price, mebibytes) === line.netCents ? { mebibytes, price } : null
}

/** Six decimals suffice for a price per hundred gibibytes, as for one per hundred hours. */
function pricePerVolume({ price }: TrafficMeasure): XmlNode {
  const gibibytes = hoursFor(price)
  return element(
    'ram:SpecifiedLineTradeAgreement',
    element(
      'ram:NetPriceProductTradePrice',
      leaf('ram:ChargeAmount', decimal((price * gibibytes) / 100n, 6)),
      leaf('ram:BasisQuantity', `${gibibytes * mebibytesPerGibibyte}`, { unitCode: units.mebibyte }),
    ),
  )
}

function pricePerTime({ price, listPrice }: TimeMeasure): XmlNode {
  const list = listPrice !== undefined && listPrice > price ? listPrice : null
  const hours = list === null ? hoursFor(price) : hoursFor(price, list)
  const net = unitPrice(price, hours)
  const basis = leaf('ram:BasisQuantity', `${net.baseSeconds}`, { unitCode: units.second })
  return element(
    'ram:SpecifiedLineTradeAgreement',
    list === null
      ? null
      : element(
          'ram:GrossPriceProductTradePrice',
          leaf('ram:ChargeAmount', unitPrice(list, hours).amount),
          basis,
          element(
            'ram:AppliedTradeAllowanceCharge',
            element('ram:ChargeIndicator', '<udt:Indicator>false</udt:Indicator>'),
            leaf('ram:ActualAmount', unitPrice(list - price, hours).amount),
          ),
        ),
    element('ram:NetPriceProductTradePrice', leaf('ram:ChargeAmount', net.amount), basis),
  )
}

function pricePerPiece({ netCents }: DocumentLine): XmlNode {
  const amount = euros(netCents < 0n ? -netCents : netCents)
  return element(
    'ram:SpecifiedLineTradeAgreement',
    element('ram:NetPriceProductTradePrice', leaf('ram:ChargeAmount', amount)),
  )
}

function characteristics(line: DocumentLine): XmlNode[] {
  const facts = [
    ['resource', line.resourceId],
    ['meter', line.meter],
    ['project', line.projectName],
    ...Object.entries(line.tags ?? {}),
  ] as const
  return facts
    .filter(([name, value]) => name && value)
    .map(([name, value]) =>
      element('ram:ApplicableProductCharacteristic', leaf('ram:Description', name), leaf('ram:Value', value)),
    )
}
