import { generateSync, generateURI, ScureBase32Plugin, verifySync } from 'otplib'
import { deriveBytes } from '~/lib/kernel/secrets'
import type { PersonKind } from '../person'

const secretBytes = 20
/** One step of 30 seconds before and after: clocks differ, and typing takes time. */
const toleranceSeconds = 30

/**
 * The secret offered to a session for enrolment, base32: the same at every visit of the page, so that a
 * reload does not spoil a code already scanned, and nothing is written before the person confirms.
 */
export function enrolmentSecret(kind: PersonKind, personId: string, sessionHash: string): string {
  const bytes = deriveBytes(`totp-enrolment:${kind}:${personId}:${sessionHash}`).subarray(0, secretBytes)
  return new ScureBase32Plugin().encode(bytes, { padding: false })
}

/** What an authenticator application reads from the QR code. */
export function enrolmentUri(secret: string, email: string, issuer: string): string {
  return generateURI({ secret, label: email, issuer })
}

/** The time step of a right code, or null. Whether it was used before is for the row to say. Pure. */
export function totpStep(secret: string, code: string, now: Date): bigint | null {
  const token = code.replace(/\s/g, '')
  if (!/^[0-9]{6}$/.test(token)) return null
  const epoch = Math.floor(now.getTime() / 1000)
  const result = verifySync({ secret, token, epoch, epochTolerance: toleranceSeconds })
  return result.valid && 'timeStep' in result ? BigInt(result.timeStep) : null
}

/** The code that is right at `now`. */
export function totpCode(secret: string, now: Date): string {
  return generateSync({ secret, epoch: Math.floor(now.getTime() / 1000) })
}

/** Where a sealed secret belongs; opening it elsewhere fails. */
export function totpPlace(kind: PersonKind, personId: string): string {
  return `${kind === 'staff' ? 'staff_accounts' : 'accounts'}.totp_secret:${personId}`
}
