import { checkDigits97 } from './iban'

/**
 * The structured creditor reference of ISO 11649 for a document's number: `RF`, two check digits, the number without
 * what is no letter or digit. A number of more than 21 such characters has none. Pure and browser-safe.
 */
export function creditorReference(number: string): string | null {
  const body = number.toUpperCase().replace(/[^A-Z0-9]/g, '')
  if (body.length === 0 || body.length > 21) return null
  return `RF${checkDigits97(`${body}RF`)}${body}`
}

/** Whether `text` names this reference or number, however its characters are grouped, and not a longer one. Pure. */
export function names(text: string, wanted: string): boolean {
  const characters = wanted.toUpperCase().replace(/[^A-Z0-9]/g, '')
  const upper = text.toUpperCase()
  // Most texts name most numbers nowhere: the pattern is only made for those that could.
  if (characters.length === 0 || !upper.replace(/[^A-Z0-9]/g, '').includes(characters)) return false
  return new RegExp(`(?<![A-Z0-9])${[...characters].join('[^A-Z0-9]*')}(?![A-Z0-9])`).test(upper)
}
