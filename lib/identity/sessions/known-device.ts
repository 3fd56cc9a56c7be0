import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveBytes, newSecret } from '~/lib/kernel/secrets/secrets'

/** How long a browser stays known after its last sign-in. */
export const knownDeviceSeconds = 180 * 24 * 3600

const shape = /^v1\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/

/** The person of a browser: surfaces separate customers from staff, and each address has its own token. */
export type DeviceOwner = { surface: string; email: string }

/**
 * Issues a token for the browser that just signed in as `owner`. It grants no access: it only gives the browser its own
 * count of failed passwords, so that attempts from elsewhere cannot lock its owner out. A browser keeps its `deviceId`.
 */
export function issueDeviceToken(owner: DeviceOwner, now: Date, deviceId: string = newSecret()): string {
  const issuedAt = Math.floor(now.getTime() / 1000)
  return `v1.${issuedAt}.${deviceId}.${signatures(owner, issuedAt, deviceId)[0]}`
}

/** Returns the id of the browser that signed in as `owner` in the last 180 days; null for any other token. */
export function readDeviceToken(owner: DeviceOwner, token: string | null, now: Date): string | null {
  const [, issued, deviceId, given] = shape.exec(token ?? '') ?? []
  if (!issued || !deviceId || !given) return null
  const ageSeconds = now.getTime() / 1000 - Number(issued)
  if (ageSeconds >= knownDeviceSeconds) return null
  const isOurs = signatures(owner, Number(issued), deviceId).some((each) =>
    timingSafeEqual(Buffer.from(each), Buffer.from(given)),
  )
  return isOurs ? deviceId : null
}

/** By each key, the newest first: a rotation of keys forgets no browser that signs in before its end. */
function signatures(owner: DeviceOwner, issuedAt: number, deviceId: string): string[] {
  const purpose = owner.surface === 'operator' ? 'staff-sign-in' : 'customer-sign-in'
  return deriveBytes(purpose, 'known device').map((key) =>
    createHmac('sha256', key)
      .update(JSON.stringify([owner.surface, owner.email, issuedAt, deviceId]))
      .digest('base64url'),
  )
}
