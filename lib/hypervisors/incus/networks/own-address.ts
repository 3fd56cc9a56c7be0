import { isIPv4 } from 'node:net'
import type { Incus } from '../context'
import type { InstanceRecord } from '../servers/instance-record'
import { rangeContains, rangeOf } from './network'

/** The card over which a server is reached: its first. */
export const usualCard = (record: InstanceRecord) =>
  Object.values(record.expanded_devices).find((device) => device.type === 'nic')

export const reservedAddress = (record: InstanceRecord): string | null =>
  usualCard(record)?.['ipv4.address'] ?? null

/**
 * The address that its network reserves for a server. Without one, an address that the guest says it has, if the range
 * of its network contains it: whoever has the guest could name any other, and have us connect there.
 */
export async function ownAddress(
  incus: Incus,
  record: InstanceRecord,
  said: readonly string[],
  signal: AbortSignal,
): Promise<string | null> {
  const reserved = reservedAddress(record)
  if (reserved !== null) return reserved
  const network = usualCard(record)?.network
  const given = said.filter(isIPv4)
  if (given.length === 0 || !network) return null
  // The range of a network that the hypervisor does not manage is not known, so no address can be checked.
  const range = await incus.recently.once(`range of ${network}`, () => rangeOf(incus, network, signal))
  return (range && given.find((address) => rangeContains(range, address))) ?? null
}
