/** Check digits and formats of organisations' identifiers. Pure and browser-safe. */

/** Removes the spaces, dots and dashes that people use for grouping, and converts to capitals. */
export function normaliseIdentifier(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s.\-_/]/g, '')
    .toUpperCase()
}

/** Luhn's check: with every second digit from the right doubled, the digits add up to a multiple of ten. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

export function isSiren(value: string): boolean {
  return /^\d{9}$/.test(value) && value !== '000000000' && passesLuhn(value)
}

const laPosteSiren = '356000000'

/**
 * Whether this is a SIRET with correct check digits. La Poste ran out of numbers that pass Luhn: for its establishments
 * the digits must only add up to a multiple of five.
 */
export function isSiret(value: string): boolean {
  if (!/^\d{14}$/.test(value) || !isSiren(value.slice(0, 9))) return false
  if (passesLuhn(value)) return true
  const sum = [...value].reduce((total, digit) => total + Number(digit), 0)
  return value.startsWith(laPosteSiren) && sum % 5 === 0
}

export function sirenOfSiret(siret: string): string {
  return siret.slice(0, 9)
}

/** Returns the French VAT number of a SIREN: key `(12 + 3 · (SIREN mod 97)) mod 97`. */
export function frenchVatNumber(siren: string): string {
  const key = (12 + 3 * (Number(siren) % 97)) % 97
  return `FR${String(key).padStart(2, '0')}${siren}`
}

/**
 * Whether this is the VAT number of this SIREN. Older keys are two computed digits; newer keys contain a letter and
 * have no published rule, so only their format is checked.
 */
export function isFrenchVatNumberOf(vatNumber: string, siren: string): boolean {
  const match = /^FR([0-9A-HJ-NP-Z]{2})(\d{9})$/.exec(vatNumber)
  if (!match || match[2] !== siren) return false
  return /^\d{2}$/.test(match[1] ?? '') ? vatNumber === frenchVatNumber(siren) : true
}

/** Formats as `732 829 320` or `732 829 320 00074`. */
export function formatIdentifier(value: string): string {
  return value.replace(/^(\d{3})(\d{3})(\d{3})(\d{0,5})$/, '$1\u00a0$2\u00a0$3\u00a0$4').trim()
}
