import type { SellingEntityInput } from '~/lib/ordering'

/** Invented, as the page states. The telephone number is from a range reserved for fiction. */
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
  owners: [
    { name: 'Caisse d’investissement de l’Exemple', countryCode: 'FR', percent: 58 },
    { name: 'Fondatrices et salariés', countryCode: 'FR', percent: 42 },
  ],
  orderPrefix: 'CMD',
}
