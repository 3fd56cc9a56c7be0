import { randomInt } from 'node:crypto'
import { hashSecret } from '~/lib/kernel/secrets/secrets'

const codeCount = 10
/** Without letters that look like digits. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const codeLength = 16

/** Ten codes of 79 random bits, `abcd-efgh-jkmn-pqrs`; shown once, only their digests are stored. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: codeCount }, () => {
    const letters = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)])
    return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
  })
}

/** The stored digest of a code, independent of how it was typed. */
export function recoveryCodeHash(personId: string, code: string): string {
  return hashSecret(`${personId}:${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`)
}
