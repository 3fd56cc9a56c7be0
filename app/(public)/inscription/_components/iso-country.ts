/** VAT numbers write EL for Greece and XI for Northern Ireland; addresses do not. */
export function isoCountry(vatCountry: string | null): string {
  if (vatCountry === 'EL') return 'GR'
  return vatCountry === 'XI' ? 'GB' : (vatCountry ?? '')
}
