import type { DocumentAddress, ElectronicAddress, IssuedDocument, Seller } from '../invoices/issued-document'
import { treatmentOf } from '../vat/decide-treatment'
import { reportedCountry } from '../vat/tax-place'
import { element, leaf, type XmlNode } from './xml'

/** Identifier schemes of ISO 6523: SIREN, SIRET, the French directory of e-invoicing. */
export const schemes = { siren: '0002', siret: '0009', directory: '0225' } as const

export type InvoicedParty = {
  name: string
  siren: string | undefined
  siret: string | undefined
  vatNumber: string | undefined
  address: DocumentAddress | { countryCode: string }
  electronicAddress: ElectronicAddress
}

/** Whether the paying structure differs from the buyer that used the service. */
export const hasOtherPayer = ({ buyer, references: { payerSiret } }: IssuedDocument): boolean =>
  payerSiret !== undefined && payerSiret !== buyer.siret

/**
 * The party that the document is addressed to, with all data from one body: the paying structure when the buyer named
 * one, otherwise the buyer. Without an address from the directory, the electronic address is the SIREN (plus SIRET for
 * one structure among several), or the e-mail address of a buyer without SIREN. Pure.
 */
export function invoicedParty(document: IssuedDocument): InvoicedParty {
  const { buyer, references, payer } = document
  if (references.payerSiret !== undefined && hasOtherPayer(document))
    return payingParty(
      document,
      payer ?? { siret: references.payerSiret, name: `SIRET ${references.payerSiret}` },
    )
  const { name, siret, vatNumber, address, email } = buyer
  const siren = siret?.slice(0, 9) ?? buyer.siren
  const id = buyer.kind === 'public_body' && siret ? `${siren}_${siret}` : siren
  const fallback = id ? { scheme: schemes.directory, id } : { scheme: 'EM', id: email }
  const electronicAddress = buyer.electronicAddress ?? fallback
  return { name, siren, siret, vatNumber, address, electronicAddress }
}

function payingParty(
  { buyer }: IssuedDocument,
  { siret, name, address }: NonNullable<IssuedDocument['payer']>,
): InvoicedParty {
  const siren = siret.slice(0, 9)
  // Another establishment of the buyer shares its VAT number; the VAT number of another body is unknown.
  const vatNumber = siren === (buyer.siren ?? buyer.siret?.slice(0, 9)) ? buyer.vatNumber : undefined
  const electronicAddress = { scheme: schemes.directory, id: `${siren}_${siret}` }
  return { name, siren, siret, vatNumber, address: address ?? { countryCode: 'FR' }, electronicAddress }
}

/** An invoice not subject to VAT must state no VAT number (BR-O-02). */
const namesVatNumbers = (document: IssuedDocument) => document.vat.every(({ category }) => category !== 'O')

export function sellerParty(document: IssuedDocument): XmlNode {
  const { seller } = document
  return element(
    'ram:SellerTradeParty',
    leaf('ram:GlobalID', seller.siret, { schemeID: schemes.siret }),
    leaf('ram:Name', seller.name),
    leaf('ram:Description', legalDescription(seller)),
    element('ram:SpecifiedLegalOrganization', leaf('ram:ID', seller.siren, { schemeID: schemes.siren })),
    address(addressIn(document, seller.address)),
    electronicAddress(seller.electronicAddress),
    namesVatNumbers(document) ? vatRegistration(seller.vatNumber) : null,
  )
}

export function buyerParty(document: IssuedDocument): XmlNode {
  const party = invoicedParty(document)
  return element(
    'ram:BuyerTradeParty',
    leaf('ram:GlobalID', party.siret, { schemeID: schemes.siret }),
    leaf('ram:Name', party.name),
    element('ram:SpecifiedLegalOrganization', leaf('ram:ID', party.siren, { schemeID: schemes.siren })),
    address(addressIn(document, party.address)),
    electronicAddress(party.electronicAddress),
    namesVatNumbers(document) ? vatRegistration(party.vatNumber) : null,
  )
}

/** The body that used the service (BG-13), when another one pays and is the buyer in terms of the standard. */
export function servedParty(document: IssuedDocument): XmlNode {
  if (!hasOtherPayer(document)) return null
  const { name, siret, address: place } = document.buyer
  return element(
    'ram:ShipToTradeParty',
    leaf('ram:GlobalID', siret, { schemeID: schemes.siret }),
    leaf('ram:Name', name),
    address(addressIn(document, place)),
  )
}

/** The State treats French overseas territories as France in the invoices that it receives. */
function addressIn<T extends { countryCode: string }>(document: IssuedDocument, given: T): T {
  const treatment = treatmentOf(document.buyer)
  if (treatment !== 'b2b' && treatment !== 'b2g') return given
  return { ...given, countryCode: reportedCountry(given.countryCode) }
}

const legalDescription = ({ legalForm, shareCapital, registration }: Seller) =>
  `${legalForm}, ${shareCapital} – ${registration}`

function address(place: DocumentAddress | { countryCode: string }): XmlNode {
  if (!('city' in place)) return element('ram:PostalTradeAddress', leaf('ram:CountryID', place.countryCode))
  const { lines, postalCode, city, countryCode } = place
  const [one, two, ...rest] = lines
  return element(
    'ram:PostalTradeAddress',
    leaf('ram:PostcodeCode', postalCode),
    leaf('ram:LineOne', one),
    leaf('ram:LineTwo', two),
    leaf('ram:LineThree', rest.join(', ')),
    leaf('ram:CityName', city),
    leaf('ram:CountryID', countryCode),
  )
}

const electronicAddress = ({ scheme, id }: ElectronicAddress) =>
  element('ram:URIUniversalCommunication', leaf('ram:URIID', id, { schemeID: scheme }))

const vatRegistration = (vatNumber: string | undefined) =>
  element('ram:SpecifiedTaxRegistration', leaf('ram:ID', vatNumber, { schemeID: 'VA' }))
