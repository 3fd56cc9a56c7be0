import type { DefineRatesInput } from '~/lib/catalogue/schema'

/** Commitment discounts, in force since before the first order. */
export const ratePlans: DefineRatesInput['rates'] = [
  { family: 'essential', termMonths: 12, basisPoints: 1_500 },
  { family: 'essential', termMonths: 36, basisPoints: 3_000 },
  { family: 'memory', termMonths: 12, basisPoints: 1_500 },
  { family: 'memory', termMonths: 36, basisPoints: 3_200 },
  { family: 'compute', termMonths: 12, basisPoints: 1_200 },
  { family: 'compute', termMonths: 36, basisPoints: 2_500 },
  { family: 'combined', termMonths: 12, basisPoints: 1_000 },
  { family: 'combined', termMonths: 36, basisPoints: 2_000 },
  { family: 'storage', termMonths: 36, basisPoints: 1_000 },
]

/** The commune’s negotiated prices since last month: a discount on a family, and a fixed price. */
export const listOfValmont = {
  reason: 'Marché 2026-14, lot 2, passé avec le centre de gestion de la Seine-Maritime.',
  lines: [
    { what: 'memory', how: 'percentage', value: '8' },
    { what: 'compute', how: 'percentage', value: '5' },
  ],
} as const

export const welcomePromotion = {
  name: 'Bienvenue sur Andromède',
  code: 'BIENVENUE',
  kind: 'credit',
  value: '100',
  durationMonths: 3,
  limitPerOrganisation: 1,
  limitInAll: 500,
} as const
