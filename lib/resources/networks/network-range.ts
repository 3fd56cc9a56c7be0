import { type Cidr, contains, formatCidr, readCidr } from '~/lib/kernel/net/cidr'

/** Why a customer's range is refused. `network_range_base` comes with the range that was probably meant. */
export type NetworkRangeRefusal =
  | { reason: 'network_range' | 'network_range_size' | 'network_range_private' }
  | { reason: 'network_range_base'; range: string }

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap(
  (text) => readCidr(text) ?? [],
)
export const networkBits = { min: 16, max: 28 }

/** Checks `192.168.10.0/24` as the range of a private network; returns its usual text. Pure. */
export function readNetworkRange(text: string): { range: string } | { refusal: NetworkRangeRefusal } {
  const read = text.includes('/') ? readCidr(text) : null
  if (read?.family !== 4) return { refusal: { reason: 'network_range' } }
  if (read.bits < networkBits.min || read.bits > networkBits.max)
    return { refusal: { reason: 'network_range_size' } }
  if (!privateRanges.some((range) => isWithin(range, read)))
    return { refusal: { reason: 'network_range_private' } }
  const range = formatCidr(read)
  return read.hasHostBits ? { refusal: { reason: 'network_range_base', range } } : { range }
}

const isWithin = (outer: Cidr, inner: Cidr) =>
  inner.bits >= outer.bits && contains(outer, { family: inner.family, value: inner.base })
