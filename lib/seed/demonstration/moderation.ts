/** A company that pays late orders a server: no rule of the operator's lets it through by itself. */
export const orderOfNordix = {
  key: 'nordix',
  asker: 'ines.dubois@nordix.example',
  role: 'owner',
  hoursAgo: 3,
  bundle: 'essentiel-2',
  zone: 'LYS1',
  name: 'veille-01',
} as const

/** A quote that puts more than a quarter of what a small zone has free aside. */
export const quoteOfLumen = {
  key: 'lumen',
  asker: 'yann.legoff@atelier-lumen.example',
  role: 'technical',
  hoursAgo: 5,
  bundle: 'disque-standard-1000',
  zone: 'LIL1',
  name: 'phototheque',
  quantity: 9,
  validDays: 30,
} as const

/** In the hospital's own project everything wants a second signature, an address too. */
export const imaging = {
  key: 'brevannes',
  asker: 'hugo.petit@ch-brevannes.example',
  project: 'Imagerie médicale',
  hoursAgo: 6,
  addressZone: 'PAR1',
  /** Paid by a structure that the directory does not know. */
  order: { bundle: 'essentiel-1', zone: 'PAR1', name: 'passerelle-dicom', payerSiret: '19999052400019' },
} as const
