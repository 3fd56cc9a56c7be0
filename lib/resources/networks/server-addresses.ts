import { contains, formatAddress, readAddress, readCidr } from '~/lib/kernel/net/cidr'

/** Cards of one server, the first included. */
export const cardsMax = 4

/**
 * The first and the last address of a range that a server may have: the first ones are the gateway's, our vantage's and
 * reserve, and of the last three one is given before a server's own is known. As `app.list_free_private_addresses`. Pure.
 */
export function serverAddresses(range: string): { first: string; last: string } | null {
  const read = readCidr(range)
  if (read?.family !== 4) return null
  const size = 1n << BigInt(32 - read.bits)
  const at = (offset: bigint) => formatAddress(4, read.base + offset)
  return { first: at(size >= 256n ? 10n : 4n), last: at(size - 3n) }
}

/** Whether a server may have this address in this range. Pure. */
export function isServerAddress(range: string, text: string): boolean {
  const bounds = serverAddresses(range)
  const [read, address] = [readCidr(range), readAddress(text)]
  const [first, last] = [readAddress(bounds?.first ?? ''), readAddress(bounds?.last ?? '')]
  if (!read || !address || !first || !last || !contains(read, address)) return false
  return address.value >= first.value && address.value <= last.value
}
