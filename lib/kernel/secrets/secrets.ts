import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { readVariable } from '../configuration/read.ts'

/** An opaque secret of 256 random bits, as base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The stored hash of a secret. SHA-256 suffices: the secret itself has 256 random bits. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

function encryptionKey(): Buffer {
  const key = Buffer.from(readVariable('ENCRYPTION_KEY') ?? '', 'base64')
  if (key.length !== 32) throw new Error('ENCRYPTION_KEY must be 32 bytes in base64')
  return key
}

/** Derives 32 bytes that only this installation can compute for `label`: constant, and different for every label. */
export function deriveBytes(label: string): Buffer {
  return createHmac('sha256', encryptionKey()).update(label).digest()
}

/** AES-256-GCM; `place` (table, row, column) is authenticated, so a ciphertext moved elsewhere cannot be opened. */
export function seal(plain: string, place: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', encryptionKey(), iv).setAAD(Buffer.from(place))
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return `v1.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
}

/** Whether this installation's key opens a sealed value of this place. */
export function canUnseal(sealed: string, place: string): boolean {
  try {
    unseal(sealed, place)
    return true
  } catch {
    return false
  }
}

/** Opens what `seal` made for the same place; throws when it was altered or moved. */
export function unseal(sealed: string, place: string): string {
  const bytes = Buffer.from(sealed.replace(/^v1\./, ''), 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', encryptionKey(), bytes.subarray(0, 12))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
