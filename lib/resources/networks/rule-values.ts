import { readCidr } from '~/lib/kernel/net/cidr'

/** An IPv4 address or an IPv4 range in CIDR notation: `203.0.113.0/24`. */
export function isSource(text: string): boolean {
  const range = readCidr(text)
  return range?.family === 4 && !range.hasHostBits
}
