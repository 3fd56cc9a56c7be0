import { readVariable, setVariable } from '../configuration/read.ts'
import { type EncryptionKeys, type HeldKeys, type Keyring, keyringOf, parseKeyring } from './keyring-form.ts'

/** The keys of the installation that this process was given itself. */
export function readEncryptionKeys(): EncryptionKeys {
  const others = [readVariable('ENCRYPTION_KEY_NEXT'), readVariable('ENCRYPTION_KEY_PREVIOUS')]
  return [readVariable('ENCRYPTION_KEY') ?? '', ...others.filter((key) => key !== undefined)]
}

/** Gives this process the keys of an installation. */
export function setKeys([first, ...others]: EncryptionKeys): void {
  setVariable('ENCRYPTION_KEY', first)
  setVariable('ENCRYPTION_KEY_PREVIOUS', others[0] ?? '')
  setVariable('ENCRYPTION_KEY_NEXT', others[1] ?? '')
}

let known: { source: string; ring: Keyring } | undefined

/** The keys of this process: from KEYRING, or derived from ENCRYPTION_KEY. */
export function readKeyring(): Keyring {
  const text = readVariable('KEYRING')
  const source = text ?? readEncryptionKeys().join(' ')
  if (known?.source === source) return known.ring
  const ring = text ? fromText(text) : fromKeys()
  if (known && known.ring.seals !== ring.seals) sealsSince = performance.now()
  known = { source, ring }
  return ring
}

/** When this process began to seal with another key than the one that it started with. */
let sealsSince: number | null = null

/** What a rotation must know of this process; the seconds are null when it seals with the same key since its start. */
export function describeKeys(): HeldKeys & { sealsForSeconds: number | null } {
  const held = heldKeys()
  return { ...held, sealsForSeconds: sealsSince === null ? null : (performance.now() - sealsSince) / 1000 }
}

function fromText(text: string): Keyring {
  const ring = parseKeyring(text)
  if (!ring) throw new Error('KEYRING is not a keyring')
  return ring
}

function fromKeys(): Keyring {
  const keys = readEncryptionKeys()
  if (Buffer.from(keys[0], 'base64').length !== 32)
    throw new Error('ENCRYPTION_KEY must be 32 bytes in base64')
  return keyringOf(keys)
}

/** Which keys this process has. */
export function heldKeys(): HeldKeys {
  const { seals, keys } = readKeyring()
  return { seals, holds: [...keys.keys()] }
}
