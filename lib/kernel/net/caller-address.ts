import { isIP } from 'node:net'
import { readVariable } from '~/lib/kernel/configuration/read'

/** The number of reverse proxies between a caller and this process. */
export const readTrustedProxies = (): number => Number(readVariable('TRUSTED_PROXY') ?? 0)

/**
 * The address of a caller. Each trusted proxy appends the address of its own peer to `X-Forwarded-For`, so the entry
 * of the first proxy is counted from the end. Entries before it are claims of the caller. A list that is shorter
 * holds no claims: its first entry counts. Null when unknown. Pure.
 */
export function callerAddress(
  { forwardedFor, peer }: { forwardedFor: string | null | undefined; peer: string | null | undefined },
  trustedProxies: number,
): string | null {
  const entries = (forwardedFor ?? '').split(',').map((entry) => entry.trim())
  const forwarded = trustedProxies > 0 ? entries[Math.max(entries.length - trustedProxies, 0)] : ''
  const plain = (forwarded || peer || '').replace(/^::ffff:(?=[0-9.]+$)/, '')
  return isIP(plain) ? plain : null
}
