import { formatBasisPoints, formatMoney } from '~/lib/kernel/text/format'
import { formatPpm } from '~/lib/kernel/text/format-ppm'
import { lineWords } from '../invoices/line-words'
import type { CreditCalculation } from './queries/service-credits'

/**
 * The calculation of a credit as the detail of a line of `cents`: `10 % de 36,96 € HT, pour 99,41 % de disponibilité
 * au lieu de 99,90 %`; a line with only a part of the credit names the whole. Pure.
 */
export function calculationText(
  calculation: CreditCalculation,
  cents: bigint,
  language: 'fr' | 'en',
): string {
  const { basisPoints, priceCents, creditCents, availabilityPpm, objectivePpm } = calculation
  const whole = lineWords[language].creditCalculation(
    formatBasisPoints(basisPoints, language),
    formatMoney(BigInt(priceCents), language),
    formatPpm(availabilityPpm, language, objectivePpm),
    formatPpm(objectivePpm, language, objectivePpm),
  )
  return cents === BigInt(creditCents)
    ? whole
    : lineWords[language].creditPart(formatMoney(BigInt(creditCents), language), whole)
}

/** The parts that exist, as one detail. Pure. */
export const detailOf = (...parts: (string | null | undefined)[]): string => parts.filter(Boolean).join(' · ')
