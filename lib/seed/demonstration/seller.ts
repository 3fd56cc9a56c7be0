import type { SellingEntityInput } from '~/lib/ordering'

/** Invented, and said to be so on the page. The telephone number is of a range kept for fiction. */
export const seller: SellingEntityInput = {
  legalName: 'Andromède SAS',
  legalForm: 'Société par actions simplifiée',
  shareCapitalEuros: 250_000,
  siren: '799992144',
  registryCity: 'Paris',
  vatNumber: 'FR19799992144',
  address: { line1: '14 rue de la Grande-Nébuleuse', postcode: '75013', city: 'Paris', countryCode: 'FR' },
  phone: '+33 1 99 00 21 44',
  email: 'contact@andromede.example',
  publicationDirector: 'Hélène Vasseur',
  orderPrefix: 'CMD',
}
