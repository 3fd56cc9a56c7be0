import { isIP } from 'node:net'

/**
 * The network of an address for limits: /24 for IPv4, /48 for IPv6, the usual allocation of one site. `unknown` without
 * an address: unknown must not mean unlimited. Pure.
 */
export function callerNetwork(address: string | null): string {
  if (!address) return 'unknown'
  if (isIP(address) === 4) return `${address.split('.').slice(0, 3).join('.')}.0/24`
  return `${ipv6Groups(address).slice(0, 3).join(':')}::/48`
}

/** One caller: an IPv4 address, or the /64 of an IPv6 one, in which one machine may use every address. Pure. */
export function callerKeyOf(address: string | null): string {
  if (!address) return 'unknown'
  return isIP(address) === 6 ? `${ipv6Groups(address).slice(0, 4).join(':')}::/64` : address
}

/** The eight groups of an IPv6 address without leading zeros. */
function ipv6Groups(address: string): string[] {
  const [head = '', tail] = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1).split('::')
  const [before, after] = [head.split(':').filter(Boolean), (tail ?? '').split(':').filter(Boolean)]
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after]
}
