import { type Cidr, formatCidr, overlap, readCidr } from '~/lib/kernel/net/cidr'

/** Why a range of public addresses is refused. */
export type RangeRefusal =
  | 'address_range'
  | 'address_range_mixed'
  | 'address_range_base'
  | 'address_range_size'
  | 'address_range6_size'
  | 'address_range_private'

const cidrs = (texts: readonly string[]) => texts.flatMap((text) => readCidr(text) ?? [])
/** Ranges that are not routable on the internet, or not usable by a single machine. */
const unusable = cidrs([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
  // Protocols of their own, and 6to4, which embeds an IPv4 address.
  '2001::/23',
  '2002::/16',
])
const [globalUnicast] = cidrs(['2000::/3'])
/** At most 1,024 IPv4 addresses at once; each network gets a /64 of an IPv6 range. */
const bitsOf = { 4: { min: 22, max: 32 }, 6: { min: 32, max: 64 } }

/** Reads `203.0.113.0/24` or `2001:db8:100::/48` as a pool of public addresses, in its usual form. Pure. */
export function readPoolRange(text: string): { range: string; family: 4 | 6 } | { refusal: RangeRefusal } {
  const read = text.includes('/') ? readCidr(text) : null
  if (!read) return { refusal: namesBothFamilies(text) ? 'address_range_mixed' : 'address_range' }
  const { family, bits } = read
  if (bits < bitsOf[family].min || bits > bitsOf[family].max)
    return { refusal: family === 4 ? 'address_range_size' : 'address_range6_size' }
  if (read.hasHostBits) return { refusal: 'address_range_base' }
  const isPublic = family === 4 || (globalUnicast !== undefined && overlap(globalUnicast, read))
  if (!isPublic || unusable.some((each: Cidr) => overlap(each, read)))
    return { refusal: 'address_range_private' }
  return { range: formatCidr(read), family }
}

/** Whether all addresses of a range are in the outer one. Pure. */
export function isWithin(outer: string, range: string): boolean {
  const [a, b] = [readCidr(outer), readCidr(range)]
  return a !== null && b !== null && b.bits >= a.bits && overlap(a, b)
}

function namesBothFamilies(text: string): boolean {
  const families = text.split(/[\s,;-]+/).map((part) => readCidr(part)?.family)
  return families.includes(4) && families.includes(6)
}
