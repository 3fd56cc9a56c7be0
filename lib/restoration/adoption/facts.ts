import { type Id, isId, timeOfId } from '~/lib/kernel/ids'

/** Why an object cannot get its rows. */
const adoptionRefusals = [
  'kind_not_adopted',
  'gone',
  'not_seen_lately',
  'deletion_agreed',
  'organisation_unknown',
  'organisation_closed',
  'facts_missing',
  'row_exists',
  'host_unknown',
  'bundle_unknown',
  'image_unknown',
  'network_unknown',
  'no_room',
  'address_taken',
  'pool_unknown',
  'name_taken',
  'server_first',
  'source_first',
] as const
export type AdoptionRefusal = (typeof adoptionRefusals)[number]

export type ServerFacts = {
  kind: 'instance'
  id: Id<'instance'>
  vcpu: number
  memoryMib: number
  rootDiskGib: number
  isRunning: boolean
  /** Null where the zone has one host only. */
  hostName: string | null
  image: string
  type: 'container' | 'virtual-machine'
  label: string | null
  ownAddress: string | null
  cards: { networkId: Id<'network'>; address: string }[]
  createdAt: Date
}
export type VolumeFacts = {
  kind: 'volume'
  id: Id<'volume'>
  sizeGib: number
  poolName: string | null
  label: string | null
  attachedTo: string | null
  createdAt: Date
}
/** A public address that leads to a server. No hypervisor has the instant of a reservation: the id does. */
export type AddressFacts = {
  kind: 'address'
  id: Id<'publicAddress'>
  address: string
  serverId: Id<'instance'>
  createdAt: Date
}
/** A backup of a volume, or an image of a server's disk. */
export type CopyFacts = {
  kind: 'backup' | 'image'
  id: Id<'backup'> | Id<'privateImage'>
  sizeGib: number
  /** Where it was recorded; an image is on any pool of its zone. */
  poolName: string | null
  label: string | null
  /** The volume or server of which it is a copy. */
  sourceId: Id<'volume'> | Id<'instance'>
  createdAt: Date
}
export type Facts = ServerFacts | VolumeFacts | AddressFacts | CopyFacts

type Found = {
  kind: string
  subject: string
  details: Readonly<Record<string, string>>
}

/** Reads what a comparison recorded of an object; a refusal when something that its rows need is missing. Pure. */
export function readFacts({ kind, subject, details }: Found, now: Date): Facts | AdoptionRefusal {
  if (kind === 'address') return readAddress(subject, details, now)
  const createdAt = details.createdAt ? new Date(details.createdAt) : null
  if (kind !== 'instance' && kind !== 'volume' && kind !== 'image') return 'kind_not_adopted'
  if (!createdAt || Number.isNaN(createdAt.getTime())) return 'facts_missing'
  const common = {
    label: details.label ?? null,
    // A clock that is ahead must not bill the future.
    createdAt: createdAt > now ? now : createdAt,
  }
  if (kind === 'volume' || kind === 'image') {
    const size = /^(\d{1,7}) GiB$/.exec(details.size ?? '')
    if (!size) return 'facts_missing'
    const { attachedTo = null, pool: poolName = null, copyOf: sourceId } = details
    const disk = { ...common, sizeGib: Number(size[1]), poolName }
    if (isId('volume', subject)) return { ...disk, kind: 'volume', id: subject, attachedTo }
    if (isId('backup', subject) && isId('volume', sourceId))
      return { ...disk, kind: 'backup', id: subject, sourceId }
    return isId('privateImage', subject) && isId('instance', sourceId)
      ? { ...disk, kind: 'image', id: subject, sourceId }
      : 'facts_missing'
  }
  const size = /^(\d+) vCPU, (\d+) MiB, (\d+) GiB$/.exec(details.size ?? '')
  const { power, image, ownAddress = null, host: hostName = null } = details
  if (!size || !isId('instance', subject) || !image || (power !== 'running' && power !== 'stopped'))
    return 'facts_missing'
  const cards = readCards(details.cards ?? '')
  if (!cards) return 'facts_missing'
  const [vcpu, memoryMib, rootDiskGib] = size.slice(1).map(Number) as [number, number, number]
  return {
    ...common,
    kind,
    id: subject,
    vcpu,
    memoryMib,
    rootDiskGib,
    isRunning: power === 'running',
    hostName,
    image,
    type: details.type === 'virtual-machine' ? 'virtual-machine' : 'container',
    ownAddress,
    cards,
  }
}

function readAddress(
  subject: string,
  { address, found }: Found['details'],
  now: Date,
): AddressFacts | AdoptionRefusal {
  if (!isId('publicAddress', subject) || !address) return 'facts_missing'
  if (!isId('instance', found)) return 'server_first'
  const reservedAt = timeOfId(subject)
  return {
    kind: 'address',
    id: subject,
    address,
    serverId: found,
    createdAt: reservedAt > now ? now : reservedAt,
  }
}

/** `network address[ address6]`, separated by commas; null when one is on no network of ours or has no address. */
function readCards(text: string): ServerFacts['cards'] | null {
  if (text === '') return []
  const cards = text.split(', ').map((card) => card.split(' '))
  const own = cards.flatMap(([networkId, address]) =>
    isId('network', networkId) && address && address !== '–' ? [{ networkId, address }] : [],
  )
  return own.length === cards.length ? own : null
}

const madeNames = { instance: 'serveur', volume: 'volume', backup: 'sauvegarde', image: 'image' } as const

/** The label where it is a name that resources may have, else one made from the id. Pure. */
export function nameOf(
  { kind, id, label }: Pick<ServerFacts | VolumeFacts | CopyFacts, 'kind' | 'id' | 'label'>,
  taken: ReadonlySet<string>,
): string {
  const own =
    label && /^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(label) && label.length >= 2 ? label.slice(0, 63) : null
  const made = `${madeNames[kind]}-${id.slice(-8)}`
  return own && !taken.has(own) ? own : made
}
