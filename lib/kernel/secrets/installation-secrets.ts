import { createHmac } from 'node:crypto'

/** Variables that contain 32 random bytes in base64. */
export type KeyVariable = 'ENCRYPTION_KEY' | 'NEXTAUTH_SECRET' | 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY'

const keyBytes = 32
const passwordCharactersMin = 16
/** Of 32 random bytes, about 30 differ. */
const differentBytesMin = 16
/** Of 16 random digits in base 16, about 10 differ. */
const differentCharactersMin = 5
const example =
  /change.?(me|this)|example|exemple|placeholder|password|secret|your.?(key|own)|insert.?here|12345678/i

/** What to do about a key with a fault. A new key could not open what the old one sealed. */
export const remedyOfKey = (name: KeyVariable) =>
  name === 'ENCRYPTION_KEY'
    ? 'set the one that the database was made with, or for a new database make it with: openssl rand -base64 32'
    : 'make it with: openssl rand -base64 32'

/** Returns the problem of a key without quoting it; null for a good one. */
export function faultOfKey(value: string | undefined): string | null {
  if (!value) return 'is not set'
  const bytes = Buffer.from(value, 'base64')
  if (!/^[A-Za-z0-9+/_-]+=?$/.test(value) || bytes.length !== keyBytes) return 'is not 32 bytes in base64'
  return isGuessable(value, bytes) ? 'is an example or easy to guess' : null
}

function isGuessable(text: string, bytes: Buffer): boolean {
  const isCounted = bytes.every(
    (byte, i) => i < 2 || ((byte - 2 * at(bytes, i - 1) + at(bytes, i - 2)) & 255) === 0,
  )
  const isTyped = bytes.every((byte) => byte >= 0x20 && byte < 0x7f)
  const isRepeated = new Set(bytes).size < differentBytesMin || new Set(text).size < differentBytesMin
  return isCounted || isTyped || isRepeated || example.test(text)
}

const at = (bytes: Buffer, index: number) => bytes[index] ?? 0

/** Returns the problem of a database password without quoting it; null for a good one. */
export function faultOfPassword(password: string): string | null {
  const isShort = password.length < passwordCharactersMin
  const isPoor = new Set(password).size < differentCharactersMin
  return isShort || isPoor || example.test(password)
    ? `is shorter than ${passwordCharactersMin} characters, an example or easy to guess; make one with: openssl rand -hex 24`
    : null
}

/** Identifies the key that sealed a database, without revealing it. */
export function fingerprintOf(encryptionKey: string): string {
  return createHmac('sha256', Buffer.from(encryptionKey, 'base64')).update('installation').digest('hex')
}
