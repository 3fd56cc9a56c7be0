import type { Buyer } from '../invoices/issued-document'
import { taxPlaceOf } from './tax-place'

/**
 * How a sale is reported to the State by law (CGI 289 bis, 290 and 290 A):
 * - `b2b`: an e-invoice between taxable persons in France (flows 1 and 2);
 * - `b2g`: an e-invoice to a public body, through Chorus Pro;
 * - `b2b_international`: no e-invoice, each invoice is reported (flow 10.1, its payments 10.2);
 * - `b2c`: no e-invoice, a day's sales are reported together (flow 10.3, their payments 10.4).
 */
export type Treatment = 'b2b' | 'b2g' | 'b2b_international' | 'b2c'

export type TreatedBuyer = Pick<Buyer, 'kind' | 'siren' | 'vatNumber' | 'isTaxable'> & {
  address: Pick<Buyer['address'], 'countryCode' | 'postalCode'>
}

/**
 * The treatment of a sale to this buyer, by its place of establishment and VAT liability. A French taxable person
 * without a SIREN is in no directory: its seller reports as for a buyer not liable to VAT (external specifications 3.2,
 * 2.3.3). Pure.
 */
export function treatmentOf(buyer: TreatedBuyer): Treatment {
  if (buyer.kind === 'public_body') return 'b2g'
  const place = taxPlaceOf(buyer.address)
  const isTaxable = buyer.isTaxable ?? wasTaxable(buyer)
  if (!isTaxable) return 'b2c'
  if (place !== 'mainland' && place !== 'overseas') return 'b2b_international'
  return buyer.siren ? 'b2b' : 'b2c'
}

/** For a document issued before the status was stored: all but Union buyers without a VAT number. */
const wasTaxable = ({ kind, vatNumber, address }: TreatedBuyer): boolean =>
  kind === 'company' || Boolean(vatNumber) || taxPlaceOf(address) !== 'union'

/** Note BAR of the invoice (XP Z12-012, BR-FR-20); invoices through Chorus Pro have none. */
export const barNotes = {
  b2b: 'B2B',
  b2g: null,
  b2b_international: 'B2BINT',
  b2c: 'B2C',
} as const satisfies Record<Treatment, string | null>

/** The Flow Service's name of the treatment (XP Z12-013, `processingRule`). */
export const processingRules = {
  b2b: 'B2B',
  b2g: 'B2G',
  b2b_international: 'B2BInt',
  b2c: 'B2C',
} as const satisfies Record<Treatment, string>
