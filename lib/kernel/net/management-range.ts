import { isIPv4, isIPv6 } from 'node:net'

/** Wider ranges would block the internet that customers pay for. */
const prefixMin = { ipv4: 8, ipv6: 16 }

/** Whether a text is an address range such as `10.90.0.0/24`, `192.168.7.1` or `2001:db8:90::/48`. Pure. */
export function isManagementRange(text: string): boolean {
  const [base = '', prefix, more] = text.split('/')
  if (more !== undefined) return false
  if (isIPv4(base)) return isPrefix(prefix, prefixMin.ipv4, 32)
  // Excludes zone identifiers and IPv4-mapped addresses.
  return isIPv6(base) && /^[0-9a-f:]+$/i.test(base) && isPrefix(prefix, prefixMin.ipv6, 128)
}

const isPrefix = (prefix: string | undefined, min: number, max: number) =>
  prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) >= min && Number(prefix) <= max)

export const isRangeOfIpv6 = (range: string) => range.includes(':')
