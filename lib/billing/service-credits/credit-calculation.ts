import { formatBasisPoints, formatMoney } from '~/lib/kernel/text/format'
import { formatPpm } from '~/lib/kernel/text/format-ppm'
import { lineWords } from '../invoices/line-words'
import type { CreditCalculation } from './queries/service-credits'

/**
 * The calculation of a credit as the detail of its line: `10 % de 36,96 € HT : 99,41 % de disponibilité pour 99,90 %
 * promis`. Pure.
 */
export function calculationText(calculation: CreditCalculation, language: 'fr' | 'en'): string {
  const { basisPoints, priceCents, availabilityPpm, objectivePpm } = calculation
  return lineWords[language].creditCalculation(
    formatBasisPoints(basisPoints, language),
    formatMoney(BigInt(priceCents), language),
    formatPpm(availabilityPpm, language, objectivePpm),
    formatPpm(objectivePpm, language, objectivePpm),
  )
}

/** The parts that exist, as one detail. Pure. */
export const detailOf = (...parts: (string | null | undefined)[]): string => parts.filter(Boolean).join(' · ')
