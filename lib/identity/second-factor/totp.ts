import { generateSync, generateURI, ScureBase32Plugin, verifySync } from 'otplib'
import { type Place, type Purpose, placeFor } from '~/lib/kernel/secrets/purposes'
import { deriveBytes } from '~/lib/kernel/secrets/secrets'
import type { PersonKind } from '../person'

const secretBytes = 20
/** One step of 30 seconds before and after: clocks differ, and typing takes time. */
const toleranceSeconds = 30

/**
 * The base32 secret offered to a session for enrolment. The same at every visit of the page, so a reload does not
 * invalidate a scanned code, and nothing is written before the person confirms.
 */
export function enrolmentSecret(kind: PersonKind, personId: string, sessionHash: string): string {
  return enrolmentSecrets(kind, personId, sessionHash)[0]
}

/** The same with those that were offered before a rotation of keys: a code scanned then is still confirmed. */
export function enrolmentSecrets(
  kind: PersonKind,
  personId: string,
  sessionHash: string,
): [string, ...string[]] {
  const label = `totp-enrolment:${kind}:${personId}:${sessionHash}`
  const [newest, ...others] = deriveBytes(signInPurpose(kind), label)
  return [toBase32(newest), ...others.map(toBase32)]
}

const toBase32 = (bytes: Buffer) =>
  new ScureBase32Plugin().encode(bytes.subarray(0, secretBytes), { padding: false })

/** The content of the QR code for an authenticator application. */
export function enrolmentUri(secret: string, email: string, issuer: string): string {
  return generateURI({ secret, label: email, issuer })
}

/** Returns the time step of a right code, or null. The row decides whether it was used before. Pure. */
export function totpStep(secret: string, code: string, now: Date): bigint | null {
  const token = code.replace(/\s/g, '')
  if (!/^[0-9]{6}$/.test(token)) return null
  const epoch = Math.floor(now.getTime() / 1000)
  const result = verifySync({ secret, token, epoch, epochTolerance: toleranceSeconds })
  return result.valid && 'timeStep' in result ? BigInt(result.timeStep) : null
}

/** Returns the code that is right at `now`. */
export function totpCode(secret: string, now: Date): string {
  return generateSync({ secret, epoch: Math.floor(now.getTime() / 1000) })
}

/** Context bound into a sealed secret, which cannot be opened elsewhere. */
export function totpPlace(kind: PersonKind, personId: string): Place {
  const table = kind === 'staff' ? 'staff_accounts' : 'accounts'
  return placeFor(signInPurpose(kind), `${table}.totp_secret:${personId}`)
}

/** No process of one site has a key of the other one's people. */
export const signInPurpose = (kind: PersonKind): Purpose =>
  kind === 'staff' ? 'staff-sign-in' : 'customer-sign-in'
