import type { CallOptions, CardSpec } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import { hypervisorName } from '../../port/names'
import type { Incus } from '../context'
import { changeDevices } from '../servers/change-devices'
import { cardFilters } from '../servers/guest-limits'
import { getOwnInstance, type InstanceRecord, instancePath } from '../servers/instance-record'
import { run, waitForOperations } from '../wire/operations'
import { bridgeName } from './bridge-name'
import { ensurePrivateNetwork } from './private-network'

type Devices = InstanceRecord['devices']

/** Devices are named as the guest of a container sees them. */
const cardName = (position: number) => `eth${position}`
export const isFurtherCard = (name: string) => /^eth[1-3]$/.test(name)

type PrivateCard = {
  address: string | null
  address6?: string | null | undefined
  /** The /64 of the network. */
  range6?: string | null | undefined
  position: number
}

/** The card at this position on a private network, with the server's public IPv6 address there or without IPv6. */
export function privateCard(
  incus: Incus,
  network: string,
  { address, address6 = null, range6 = null, position }: PrivateCard,
): Record<string, string> {
  // Otherwise Incus gives it an address of the network that no row knows.
  const own6 = address6 ?? (range6 === null ? null : 'none')
  return {
    type: 'nic',
    name: cardName(position),
    network,
    ...(address === null ? {} : { 'ipv4.address': address }),
    ...(own6 === null ? {} : { 'ipv6.address': own6 }),
    // OVN refuses these settings; `deploy/hold-ovn-addresses.sh` holds its ports.
    ...(incus.ovn ? {} : cardFilters(address)),
  }
}

/** The devices of these further cards. Their networks exist. */
export const furtherCards = (incus: Incus, cards: readonly CardSpec[]): Devices =>
  Object.fromEntries(
    cards.map(({ network, ...card }) => [
      cardName(card.position),
      privateCard(incus, bridgeName(incus.installation, network.networkId), {
        ...card,
        range6: network.range6,
      }),
    ]),
  )

/** In place of the further cards of a copied server: its own have the addresses of others. */
export const noFurtherCards = (): Devices =>
  Object.fromEntries([1, 2, 3].map((position) => [cardName(position), { type: 'none' }]))

export const withoutFurtherCards = (devices: Devices): Devices =>
  Object.fromEntries(Object.entries(devices).filter(([name]) => !isFurtherCard(name)))

export async function connectNetwork(
  incus: Incus,
  resourceId: string,
  card: CardSpec,
  { signal }: CallOptions,
): Promise<void> {
  await waitForOperations(incus, hypervisorName(resourceId), signal)
  const { record } = await getOwnInstance(incus, resourceId, signal)
  const name = cardName(card.position)
  const device = furtherCards(incus, [card])[name]
  const found = record.devices[name]
  const isSame = (['network', 'ipv4.address', 'ipv6.address'] as const).every(
    (key) => found?.[key] === device?.[key],
  )
  if (found && isSame) return
  if (found)
    throw new DriverError('state_forbids', {
      rawText: `the instance ${record.name} has another card ${name}`,
      params: { resourceId },
    })
  await incus.prepareProject(signal, await ensurePrivateNetwork(incus, card.network, { signal }))
  await run(incus, 'PATCH', instancePath(resourceId), { signal, json: { devices: { [name]: device } } })
}

export async function disconnectNetwork(
  incus: Incus,
  resourceId: string,
  networkId: string,
  { signal }: CallOptions,
): Promise<void> {
  await waitForOperations(incus, hypervisorName(resourceId), signal)
  const network = bridgeName(incus.installation, networkId)
  const isGone = ([name, device]: [string, Record<string, string>]) =>
    isFurtherCard(name) && device.network === network
  await changeDevices(
    incus,
    resourceId,
    (devices) => Object.fromEntries(Object.entries(devices).filter((entry) => !isGone(entry))),
    signal,
  )
}
