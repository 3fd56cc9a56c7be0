import { z } from 'zod'

const content = z.object({
  client_name: z.string(),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  addresses: z.array(z.string()).min(1),
  secret: z.string().min(16),
  expires_at: z.string(),
})

export type TrustToken = { fingerprint: string; addresses: string[]; expiresAt: Date | null }

/** Decodes a trust token of Incus: certificate, addresses and expiry. Null when it is no token. Pure. */
export function readTrustToken(text: string): TrustToken | null {
  let decoded: unknown
  try {
    decoded = JSON.parse(atob(text.trim()))
  } catch {
    return null
  }
  const parsed = content.safeParse(decoded)
  if (!parsed.success) return null
  const { fingerprint, addresses, expires_at } = parsed.data
  const expires = new Date(expires_at)
  // Incus writes the year 1 for a token that does not expire.
  const never = Number.isNaN(expires.getTime()) || expires.getUTCFullYear() < 1971
  return { fingerprint, addresses, expiresAt: never ? null : expires }
}

export type Address = { host: string; port: number }

/** `host:port`, or `[host]:port` of an IPv6 address. Pure. */
export function writeAddress({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Returns valid addresses as text, each once, in order; drops invalid ones. Pure. */
export function uniqueAddresses(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => readAddress(text) ?? []).map(writeAddress))]
}

/** Parses an address as an operator types it; the default port is 8443. Null when invalid. Pure. */
export function readAddress(text: string): Address | null {
  const match = /^(?:https:\/\/)?(\[[0-9a-f:.]+\]|[a-z0-9][a-z0-9.-]{0,252})(?::(\d{1,5}))?\/?$/i.exec(
    text.trim(),
  )
  if (!match?.[1]) return null
  const port = Number(match[2] ?? 8443)
  if (port < 1 || port > 65_535) return null
  return { host: match[1].replace(/^\[|\]$/g, '').toLowerCase(), port }
}
