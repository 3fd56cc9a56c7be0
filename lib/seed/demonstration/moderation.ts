/** A late payer orders a server, which no rule of the operator accepts automatically. */
export const orderOfNordix = {
  key: 'nordix',
  asker: 'ines.dubois@nordix.example',
  role: 'owner',
  hoursAgo: 3,
  bundle: 'essentiel-2',
  zone: 'LYS1',
  name: 'veille-01',
} as const

/** A quote that reserves more than a quarter of a small zone's free capacity. */
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

/** In the hospital's own project every order needs a second signature, including addresses. */
export const imaging = {
  key: 'brevannes',
  asker: 'hugo.petit@ch-brevannes.example',
  project: 'Imagerie médicale',
  hoursAgo: 6,
  addressZone: 'PAR1',
  /** Paid by a structure that the directory does not know. */
  order: { bundle: 'essentiel-1', zone: 'PAR1', name: 'passerelle-dicom', payerSiret: '19999052400019' },
} as const
