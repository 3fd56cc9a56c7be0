import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { rereadKeys } from '../configuration/load.ts'
import { readKeyring } from './keyring.ts'
import type { Place, Purpose } from './purposes.ts'

/** An opaque secret of 256 random bits, as base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The stored hash of a secret. SHA-256 suffices: the secret itself has 256 random bits. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** The key of a purpose, by the id of the key of the installation. A file of keys may have changed since it was read. */
function keyOf(purpose: Purpose, id: string): Buffer {
  const find = () => readKeyring().keys.get(id)?.get(purpose)
  const found = find() ?? (rereadKeys() ? find() : undefined)
  if (!found) throw new Error(`this process has no key ${id} for ${purpose}`)
  return found
}

/**
 * Derives 32 bytes for `label` that only processes with the key of `purpose` can compute: first those of the key that
 * seals, then those of each other key. A rotation of ENCRYPTION_KEY replaces them.
 */
export function deriveBytes(purpose: Purpose, label: string): [Buffer, ...Buffer[]] {
  const { seals, keys } = readKeyring()
  const derive = (id: string) => createHmac('sha256', keyOf(purpose, id)).update(label).digest()
  return [derive(seals), ...[...keys.keys()].filter((id) => id !== seals).map(derive)]
}

const form = /^k2\.([0-9a-f]{12})\.([\w-]+)$/

/** The id of the key of the installation that sealed a value; null when `seal` did not make it. */
export const keyIdOfSealed = (sealed: string): string | null => form.exec(sealed)?.[1] ?? null

/**
 * `k2.<key id>.<nonce, tag and text in base64url>` by AES-256-GCM. The text of the place (table, row, column) is
 * authenticated, so a value moved elsewhere cannot be opened.
 */
export function seal(plain: string, { purpose, text }: Place): string {
  const { seals } = readKeyring()
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(purpose, seals), nonce).setAAD(Buffer.from(text))
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return `k2.${seals}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
}

/** Whether a key of this process opens a sealed value of this place. */
export function canUnseal(sealed: string, place: Place): boolean {
  try {
    unseal(sealed, place)
    return true
  } catch {
    return false
  }
}

/** Opens what `seal` made for the same place; throws when it was altered or moved, or when the key is not held. */
export function unseal(sealed: string, { purpose, text }: Place): string {
  const [, id, body] = form.exec(sealed) ?? []
  if (!id || !body) throw new Error('not a sealed value')
  const bytes = Buffer.from(body, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keyOf(purpose, id), bytes.subarray(0, 12))
    .setAAD(Buffer.from(text))
    .setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
