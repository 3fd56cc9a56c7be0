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
  return `v1.${issuedAt}.${deviceId}.${sign(owner, issuedAt, deviceId)}`
}

/** Returns the id of the browser that signed in as `owner` in the last 180 days; null for any other token. */
export function readDeviceToken(owner: DeviceOwner, token: string | null, now: Date): string | null {
  const [, issued, deviceId, given] = shape.exec(token ?? '') ?? []
  if (!issued || !deviceId || !given) return null
  const ageSeconds = now.getTime() / 1000 - Number(issued)
  if (ageSeconds >= knownDeviceSeconds) return null
  const expected = Buffer.from(sign(owner, Number(issued), deviceId))
  return timingSafeEqual(expected, Buffer.from(given)) ? deviceId : null
}

function sign(owner: DeviceOwner, issuedAt: number, deviceId: string): string {
  return createHmac('sha256', deriveBytes('known device'))
    .update(JSON.stringify([owner.surface, owner.email, issuedAt, deviceId]))
    .digest('base64url')
}
