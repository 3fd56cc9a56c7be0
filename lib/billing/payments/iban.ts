/** Length of SEPA account numbers by country (EPC409-09). Pure and browser-safe. */
const lengths: Readonly<Record<string, number>> = {
  AD: 24,
  AL: 28,
  AT: 20,
  BE: 16,
  BG: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GI: 23,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IS: 26,
  IT: 27,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  RS: 22,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  VA: 22,
}

/** Codes of countries with debitable accounts. */
export const sepaCountries: readonly string[] = Object.keys(lengths)

export type IbanRefusal = 'iban_form' | 'iban_country' | 'iban_length' | 'iban_check'

/** Removes spaces and converts to capitals. */
export function normaliseIban(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toUpperCase()
}

/** The defect of a normalised IBAN, or null: form, SEPA country, length, ISO 7064 check. */
export function refusalOfIban(iban: string): IbanRefusal | null {
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$/.test(iban)) return 'iban_form'
  const length = lengths[iban.slice(0, 2)]
  if (length === undefined) return 'iban_country'
  if (iban.length !== length) return 'iban_length'
  return remainder97(iban.slice(4) + iban.slice(0, 4)) === 1 ? null : 'iban_check'
}

/** Remainder modulo 97 of the text read as a number, with A = 10 … Z = 35 (ISO 7064). */
export function remainder97(text: string): number {
  let rest = 0
  for (const character of text) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}

/** `98 − remainder`, two digits: with them `text` has remainder 1. */
export function checkDigits97(text: string): string {
  return String(98 - remainder97(`${text}00`)).padStart(2, '0')
}

/** `FR76 •••• 0189`: enough to recognise one's own account, too little to debit it. */
export function maskIban(iban: string): string {
  return `${iban.slice(0, 4)}\u00a0••••\u00a0${iban.slice(-4)}`
}

/** `FR76 3000 6000 0112 3456 7890 189`, in the usual groups. */
export function formatIban(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1\u00a0')
}

/** The IBAN of a French account from bank, branch and account number, with the RIB key. */
export function frenchIban(bank: string, branch: string, account: string): string {
  const digits = `${bank}${branch}${account}`.toUpperCase().replace(/[A-Z]/g, ribDigit)
  const key = 97n - ((BigInt(digits) * 100n) % 97n)
  const bban = `${bank}${branch}${account}${String(key).padStart(2, '0')}`
  return `FR${checkDigits97(`${bban}FR`)}${bban}`
}

/** A, J = 1; B, K, S = 2 … I, R, Z = 9: values of letters of a French account number in the RIB key. */
function ribDigit(letter: string): string {
  const index = letter.charCodeAt(0) - 65
  return String(index < 18 ? (index % 9) + 1 : (index % 9) + 2)
}

const codesOfSameBanks: Readonly<Record<string, readonly string[]>> = {
  FR: ['FR', 'BL', 'GF', 'GP', 'MF', 'MQ', 'NC', 'PF', 'PM', 'RE', 'TF', 'WF', 'YT', 'MC'],
  GB: ['GB', 'GG', 'IM', 'JE'],
}

/** Whether a BIC is well formed and, given `iban`, is of a bank in the account's country. */
export function isBic(bic: string, iban?: string): boolean {
  if (!/^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic)) return false
  if (!iban) return true
  const country = iban.slice(0, 2)
  return (codesOfSameBanks[country] ?? [country]).includes(bic.slice(4, 6))
}

/** Whether this is a SEPA creditor identifier (ICS); the check skips the creditor's business code. */
export function isCreditorIdentifier(text: string): boolean {
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{1,28}$/.test(text)) return false
  return remainder97(text.slice(7) + text.slice(0, 4)) === 1
}
