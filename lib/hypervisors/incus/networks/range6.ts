import { formatAddress, formatCidr, readCidr } from '~/lib/kernel/net/cidr'

/** Returns the address of the router, `2001:db8:0:1::1/64`, in the range `2001:db8:0:1::/64`. Pure. */
export function gateway6Of(range6: string): string {
  const read = readCidr(range6)
  return read ? `${formatAddress(6, read.base + 1n)}/${read.bits}` : 'none'
}

/** Returns the range of a router's address; null for `none` and other texts. Pure. */
export function range6Of(gateway: string | undefined): string | null {
  const read = readCidr(gateway ?? '')
  return read?.family === 6 ? formatCidr(read) : null
}

/**
 * The settings of a network with this /64: its servers get their addresses by DHCPv6 and are reached at them without
 * translation. `none` without one. Pure.
 */
export function ipv6Config(
  { range6 }: { range6?: string | null },
  { isOvn }: { isOvn: boolean },
): Record<string, string> {
  const read = readCidr(range6 ?? '')
  if (!range6 || !read) return { 'ipv6.address': 'none' }
  // As with IPv4: a guest that asks before its reservation is known gets the address of no server.
  const spare = formatAddress(6, read.base + 0xffff_fffen)
  return {
    'ipv6.address': gateway6Of(range6),
    'ipv6.nat': 'false',
    'ipv6.dhcp': 'true',
    'ipv6.dhcp.stateful': 'true',
    // OVN gives reserved addresses only.
    ...(isOvn ? {} : { 'ipv6.dhcp.ranges': `${spare}-${spare}` }),
  }
}

/** What Incus means by a setting that is absent. */
const absent: Record<string, string> = {
  'ipv6.address': 'none',
  'ipv6.nat': 'false',
  'ipv6.dhcp': 'true',
  'ipv6.dhcp.stateful': 'false',
}

/** The IPv6 settings of a network that are not those of one with this /64, as `key=value`. Pure. */
export function differing6(
  known: Record<string, string>,
  of: { range6?: string | null },
  where: { isOvn: boolean },
): string[] {
  return Object.entries(ipv6Config(of, where)).flatMap(([key, wanted]) => {
    const found = known[key] || (absent[key] ?? '')
    return found === wanted ? [] : [`${key}=${found}`]
  })
}
