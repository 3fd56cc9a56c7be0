import { isIPv4 } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { deadlineError } from '../../port/driver-error'
import type { Incus } from '../context'
import { findInstance, type InstanceRecord } from '../servers/instance-record'

const pollMs = 25

/** After this time a guest that requested no address is accepted: the observation reports what it gets. */
const patienceMs = 2_000

/**
 * Whether the card of a server that just started has another address than the reserved one: under load a guest requests
 * an address before the bridge knows its reservation, and would keep the wrong one for the whole lease.
 */
export async function hasWrongAddress(
  incus: Incus,
  resourceId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const until = performance.now() + patienceMs
  for (;;) {
    const found = await findInstance(incus, resourceId, { signal, withState: true })
    const card = found && reservedCard(found.record)
    if (!card) return false
    const given = addressesOf(found.record, card.name)
    if (given.length > 0) return !given.includes(card.address)
    if (performance.now() > until) return false
    await pause(pollMs, undefined, { signal }).catch(() => {
      throw deadlineError(signal)
    })
  }
}

function reservedCard(record: InstanceRecord): { name: string; address: string } | null {
  for (const [device, settings] of Object.entries(record.devices)) {
    const address = settings['ipv4.address']
    if (settings.type === 'nic' && address) return { name: settings.name ?? device, address }
  }
  return null
}

function addressesOf(record: InstanceRecord, card: string): string[] {
  const addresses = record.state?.network?.[card]?.addresses ?? []
  return addresses
    .filter((each) => each.scope === 'global' && isIPv4(each.address))
    .map((each) => each.address)
}
