import { isIPv4 } from 'node:net'
import type { Incus } from '../context'
import { cardsOf, type InstanceRecord } from '../servers/instance-record'
import { rangeContains, rangeOf } from './network'

/** The card at which a server is reached: its first. */
export const usualCard = (record: InstanceRecord) => cardsOf(record)[0]

export const reservedAddress = (record: InstanceRecord): string | null =>
  usualCard(record)?.['ipv4.address'] ?? null

/**
 * Returns the address that the network reserves for a server. Without a reservation, returns an address that the guest
 * reports if the network's range contains it: a malicious guest could report any other and make us connect there.
 */
export async function ownAddress(
  incus: Incus,
  record: InstanceRecord,
  reported: readonly string[],
  signal: AbortSignal,
): Promise<string | null> {
  const reserved = reservedAddress(record)
  if (reserved !== null) return reserved
  const network = usualCard(record)?.network
  const given = reported.filter(isIPv4)
  if (given.length === 0 || !network) return null
  // The range of an unmanaged network is unknown, so no address can be checked.
  const range = await incus.recently.once(`range of ${network}`, () => rangeOf(incus, network, signal))
  return (range && given.find((address) => rangeContains(range, address))) ?? null
}
