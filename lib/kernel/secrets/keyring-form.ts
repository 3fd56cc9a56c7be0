import { hkdfSync } from 'node:crypto'
import { z } from 'zod'
import { fingerprintOf } from './installation-secrets.ts'
import { type KeyHolder, type Purpose, purposes, purposesOf } from './purposes.ts'

/** The keys of a process: one seals, the others open only. */
export type Keyring = {
  /** The id of the key that seals. */
  seals: string
  /** By the id of the key of the installation that they are derived from. */
  keys: ReadonlyMap<string, ReadonlyMap<Purpose, Buffer>>
}

/** Keys of the installation; the first one seals, the others open only. */
export type EncryptionKeys = readonly [string, ...string[]]

/** Which keys of the installation a process has, without the keys. */
export type HeldKeys = { seals: string; holds: readonly string[] }

const idLength = 12
const keyBytes = 32

/** Identifies a key of the installation in each value that it sealed. */
export const keyIdOf = (encryptionKey: string): string => fingerprintOf(encryptionKey).slice(0, idLength)

/** The id of the key with this fingerprint. */
export const idOfFingerprint = (fingerprint: string): string => fingerprint.slice(0, idLength)

/** HKDF-SHA256 without salt: what leaks from one process does not open what another one sealed. */
export function deriveKey(encryptionKey: string, purpose: Purpose): Buffer {
  return Buffer.from(
    hkdfSync('sha256', Buffer.from(encryptionKey, 'base64'), '', `andromede ${purpose}`, keyBytes),
  )
}

/** All keys that follow from keys of the installation; the first one seals. */
export function keyringOf([first, ...others]: EncryptionKeys): Keyring {
  return {
    seals: keyIdOf(first),
    keys: new Map(
      [first, ...others].map((key) => [
        keyIdOf(key),
        new Map(purposes.map((purpose) => [purpose, deriveKey(key, purpose)])),
      ]),
    ),
  }
}

/** The text of KEYRING for one process; see docs/operating/keys.md. */
export function keyringFor(holder: KeyHolder, encryptionKeys: EncryptionKeys): string {
  const { seals, keys } = keyringOf(encryptionKeys)
  const entries = [...keys].map(([id, all]) => [
    id,
    Object.fromEntries(purposesOf[holder].map((purpose) => [purpose, all.get(purpose)?.toString('base64')])),
  ])
  return JSON.stringify({ seals, keys: Object.fromEntries(entries) })
}

const keyringSchema = z.strictObject({
  seals: z.string(),
  keys: z.record(
    z.string().regex(/^[0-9a-f]{12}$/),
    z.partialRecord(
      z.enum(purposes),
      z.string().refine((key) => Buffer.from(key, 'base64').length === keyBytes),
    ),
  ),
})

/** Returns the problem of the text of KEYRING without quoting it; null for a good one. */
export function faultOfKeyring(text: string): string | null {
  const ring = parseKeyring(text)
  if (!ring) return 'is not a keyring; make it with: npm run andromede -- keys --process NAME'
  return ring.keys.has(ring.seals) ? null : 'lacks the key that seals'
}

/** The keys in the text of KEYRING; null when it is none. */
export function parseKeyring(text: string): Keyring | null {
  try {
    const { seals, keys } = keyringSchema.parse(JSON.parse(text))
    const entries = Object.entries(keys).map(([id, all]) => {
      const pairs = Object.entries(all).map(
        ([purpose, key]) => [purpose as Purpose, Buffer.from(key, 'base64')] as const,
      )
      return [id, new Map(pairs)] as const
    })
    return { seals, keys: new Map(entries) }
  } catch {
    // The error of the parser would quote the text.
    return null
  }
}

/** Which keys a process with these would have; the first one seals. */
export const heldBy = ([first, ...others]: EncryptionKeys): HeldKeys => ({
  seals: keyIdOf(first),
  holds: [first, ...others].map(keyIdOf),
})
