import type { Buyer } from '../invoices/issued-document'
import { taxPlaceOf } from './tax-place'

/**
 * How the law wants a sale made known to the State (CGI 289 bis, 290 and 290 A):
 * - `b2b`: an e-invoice between taxable persons of France (flows 1 and 2);
 * - `b2g`: an e-invoice to a public body, by Chorus Pro;
 * - `b2b_international`: no e-invoice, each invoice is reported (flow 10.1, its payments 10.2);
 * - `b2c`: no e-invoice, sales of a day are reported together (flow 10.3, their payments 10.4).
 */
export type Treatment = 'b2b' | 'b2g' | 'b2b_international' | 'b2c'

export type TreatedBuyer = Pick<Buyer, 'kind' | 'siren' | 'vatNumber' | 'isTaxable'> & {
  address: Pick<Buyer['address'], 'countryCode' | 'postalCode'>
}

/**
 * The treatment of what is sold to this buyer, by where it is established and whether it is a taxable person. A taxable
 * person of France without a SIREN is in no directory: its seller reports as for one that is not taxable (external
 * specifications 3.2, 2.3.3). Pure.
 */
export function treatmentOf(buyer: TreatedBuyer): Treatment {
  if (buyer.kind === 'public_body') return 'b2g'
  const place = taxPlaceOf(buyer.address)
  const isTaxable = buyer.isTaxable ?? wasTaxable(buyer)
  if (!isTaxable) return 'b2c'
  if (place !== 'mainland' && place !== 'overseas') return 'b2b_international'
  return buyer.siren ? 'b2b' : 'b2c'
}

/** Of a document that was issued before the status was kept: all but who has no number within the Union. */
const wasTaxable = ({ kind, vatNumber, address }: TreatedBuyer): boolean =>
  kind === 'company' || Boolean(vatNumber) || taxPlaceOf(address) !== 'union'

/** Note BAR of the invoice (XP Z12-012, BR-FR-20); what goes by Chorus Pro has none. */
export const barNotes = {
  b2b: 'B2B',
  b2g: null,
  b2b_international: 'B2BINT',
  b2c: 'B2C',
} as const satisfies Record<Treatment, string | null>

/** The same in the words of the Flow Service (XP Z12-013, `processingRule`). */
export const processingRules = {
  b2b: 'B2B',
  b2g: 'B2G',
  b2b_international: 'B2BInt',
  b2c: 'B2C',
} as const satisfies Record<Treatment, string>
