import type {
  Buyer,
  DocumentAddress,
  DocumentReferences,
  ElectronicAddress,
  IssuedDocument,
  Seller,
} from '../invoices/issued-document'
import { element, leaf, type XmlNode } from './xml'

/** Identifier schemes of ISO 6523: SIREN, SIRET, the French directory of e-invoicing. */
export const schemes = { siren: '0002', siret: '0009', directory: '0225' } as const

export type InvoicedParty = {
  siren: string | undefined
  siret: string | undefined
  electronicAddress: ElectronicAddress
}

/**
 * Whom the document is addressed to: the structure that pays, when the buyer named one, else the buyer. An address
 * that the directory did not give is the SIREN (with the SIRET, for one structure among several), or the e-mail
 * address of who has no SIREN. Pure.
 */
export function invoicedParty(buyer: Buyer, references: DocumentReferences): InvoicedParty {
  const siret = references.payerSiret ?? buyer.siret
  const siren = siret?.slice(0, 9) ?? buyer.siren
  const known = buyer.electronicAddress
  const isOwn = references.payerSiret === undefined || references.payerSiret === buyer.siret
  if (known && isOwn) return { siren, siret, electronicAddress: known }
  if (!siren) return { siren, siret, electronicAddress: { scheme: 'EM', id: buyer.email } }
  const id = buyer.kind === 'public_body' && siret ? `${siren}_${siret}` : siren
  return { siren, siret, electronicAddress: { scheme: schemes.directory, id } }
}

/** What is not subject to VAT must name nobody's VAT number (BR-O-02). */
const namesVatNumbers = (document: IssuedDocument) => document.vat.every(({ category }) => category !== 'O')

export function sellerParty(document: IssuedDocument): XmlNode {
  const { seller } = document
  return element(
    'ram:SellerTradeParty',
    leaf('ram:GlobalID', seller.siret, { schemeID: schemes.siret }),
    leaf('ram:Name', seller.name),
    leaf('ram:Description', legalDescription(seller)),
    element('ram:SpecifiedLegalOrganization', leaf('ram:ID', seller.siren, { schemeID: schemes.siren })),
    address(seller.address),
    electronicAddress(seller.electronicAddress),
    namesVatNumbers(document) ? vatRegistration(seller.vatNumber) : null,
  )
}

export function buyerParty(document: IssuedDocument): XmlNode {
  const { buyer } = document
  const party = invoicedParty(buyer, document.references)
  return element(
    'ram:BuyerTradeParty',
    leaf('ram:GlobalID', party.siret, { schemeID: schemes.siret }),
    leaf('ram:Name', buyer.name),
    element('ram:SpecifiedLegalOrganization', leaf('ram:ID', party.siren, { schemeID: schemes.siren })),
    address(buyer.address),
    electronicAddress(party.electronicAddress),
    namesVatNumbers(document) ? vatRegistration(buyer.vatNumber) : null,
  )
}

const legalDescription = ({ legalForm, shareCapital, registration }: Seller) =>
  `${legalForm}, ${shareCapital} – ${registration}`

function address({ lines, postalCode, city, countryCode }: DocumentAddress): XmlNode {
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
