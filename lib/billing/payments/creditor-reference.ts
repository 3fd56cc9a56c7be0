import { checkDigits97 } from './iban'

/**
 * The structured creditor reference of ISO 11649 for a document number: `RF`, two check digits, and the number's
 * letters and digits. Null for more than 21 of them. Pure and browser-safe.
 */
export function creditorReference(number: string): string | null {
  const body = number.toUpperCase().replace(/[^A-Z0-9]/g, '')
  if (body.length === 0 || body.length > 21) return null
  return `RF${checkDigits97(`${body}RF`)}${body}`
}

/** Whether `text` contains this reference or number as a whole, under any grouping of its characters. Pure. */
export function names(text: string, wanted: string): boolean {
  const characters = wanted.toUpperCase().replace(/[^A-Z0-9]/g, '')
  const upper = text.toUpperCase()
  // Most texts name no number, so the pattern is built only for candidates.
  if (characters.length === 0 || !upper.replace(/[^A-Z0-9]/g, '').includes(characters)) return false
  return new RegExp(`(?<![A-Z0-9])${[...characters].join('[^A-Z0-9]*')}(?![A-Z0-9])`).test(upper)
}
