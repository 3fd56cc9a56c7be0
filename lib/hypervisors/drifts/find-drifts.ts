/**
 * Finds what differs between a hypervisor and our rows, and decides what may be done about it. Pure. Guarantees that
 * nothing without our tag is ever changed, and that a resource with an operation in progress, or on a host that does
 * not answer, is left alone. A difference seen once may be transient: the caller decides when it is certain.
 *
 * Only an object with a row that is erased for good is deleted. An object without a row, with a failed creation, or whose
 * row was declared lost, is quarantined: rows lost in a restore or a failover look the same, and a customer may be using the object. Its row may
 * be `failed` while the later successful retry was lost.
 */
import type { InstanceState, VolumeState } from '~/db/schema/resources/compute'
import type { SurveyedInstance, SurveyedObject, SurveyedVolume } from '../port/driver'
import { hypervisorName } from '../port/names'
import type { DriftKind } from './kinds'

type Common = {
  id: string
  organisationId: string
  /** An operation is in progress, or waits for a person. */
  isBusy: boolean
  /** Holds capacity. */
  hasClaim: boolean
  /** Two people declared it lost: an object that turns up later is a customer's data. */
  isGivenUp?: boolean
}
export type ExpectedInstance = Common & {
  kind: 'instance'
  state: InstanceState
  hostName: string
  vcpu: number
  memoryMib: number
  rootDiskGib: number
  /** Its networks with its addresses on each, in the order of its cards. */
  cards: { networkId: string; address: string; address6?: string | null }[]
}
export type ExpectedVolume = Common & { kind: 'volume'; state: VolumeState; sizeGib: number }
export type ExpectedResource = ExpectedInstance | ExpectedVolume

/** An object that may be deleted or quarantined; `address` is set for the forward of a public address. */
export type RemovableObject = { kind: ObjectKind; address?: string }
export type ObjectKind = 'instance' | 'volume' | 'image' | 'address' | 'balancer'

export type Remedy =
  | {
      do:
        | 'nothing'
        | 'start'
        | 'stop'
        | 'end_claim'
        | 'release_address'
        | 'direct_again'
        | 'remove_again'
        | 'connect_again'
        | 'make_again'
    }
  | ({ do: 'quarantine' } & RemovableObject)
  | ({ do: 'delete' } & RemovableObject)
  | { do: 'apply_again'; hosts: string[] }
  | { do: 'resize'; vcpu: number; memoryMib: number; rootDiskGib: number }
  | { do: 'grow'; sizeGib: number }
export type Drift = {
  kind: DriftKind
  /** A resource id, or the name of an object that is not ours. */
  subject: string
  /** From the row; without a row from a tag on the hypervisor, which may contain any text. Null without either. */
  organisationId: string | null
  details: Record<string, string>
  remedy: Remedy
  /** The hypervisor has what the row requires: the difference is our own doing, and puts no restored row in doubt. */
  rowAgrees?: boolean
}

const gone: readonly (InstanceState | VolumeState)[] = ['purged', 'failed']
const nothing: Remedy = { do: 'nothing' }

export function findDrifts(
  resources: readonly ExpectedResource[],
  objects: readonly SurveyedObject[],
): Drift[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]))
  const seen = new Map<string, SurveyedObject>()
  const drifts: Drift[] = []
  const leftAlone = new Set(listLeftAlone(objects))
  for (const object of objects) {
    if (object.owner === null) {
      const isSilent = !object.isReadable && resourceOf(object.name) !== null
      if (!isSilent && isOurPlace(object)) drifts.push(stranger(object))
      continue
    }
    const { resourceId, organisationId } = object.owner
    if (object.name === hypervisorName(resourceId)) {
      seen.set(resourceId, object)
      continue
    }
    if (!byId.get(resourceId)?.isBusy)
      drifts.push({
        kind: 'renamed',
        subject: resourceId,
        organisationId,
        details: { name: object.name },
        remedy: nothing,
      })
  }
  for (const [id, object] of seen) if (!byId.has(id)) drifts.push(unknown(id, object))
  for (const resource of resources) {
    if (resource.isBusy || leftAlone.has(resource.id)) continue
    drifts.push(...leaks(resource), ...compare(resource, seen.get(resource.id)))
  }
  return drifts
}

/** Lists resources that this comparison does not judge: work on them is in progress, or their object is unreadable. */
export function listUnjudged(
  resources: readonly ExpectedResource[],
  objects: readonly SurveyedObject[],
): string[] {
  return [...listBusy(resources), ...listLeftAlone(objects)]
}

export function listBusy(rows: readonly { id: string; isBusy: boolean }[]): string[] {
  return rows.filter(({ isBusy }) => isBusy).map(({ id }) => id)
}

/** Lists resources with an object that is unreadable or does not have our name. */
function listLeftAlone(objects: readonly SurveyedObject[]): string[] {
  return objects.flatMap(({ name, owner, isReadable }) => {
    if (owner !== null) return name === hypervisorName(owner.resourceId) ? [] : [owner.resourceId]
    const named = resourceOf(name)
    return named && !isReadable ? [named] : []
  })
}

/** Returns the resource id for an object name of ours; null for any other name. */
function resourceOf(name: string): string | null {
  return /^(ins|vol)-[0-9a-z]{26}$/.test(name) ? name.replace('-', '_') : null
}

/** A foreign object outside our projects is none of our business. */
const isOurPlace = (object: SurveyedObject) => object.isInOurPlace || resourceOf(object.name) !== null

function stranger({ kind, name, place }: SurveyedObject): Drift {
  return { kind: 'stranger', subject: name, organisationId: null, details: { kind, place }, remedy: nothing }
}

function unknown(subject: string, object: SurveyedObject): Drift {
  return {
    kind: object.kind === 'instance' ? 'instance_unknown' : 'volume_unknown',
    subject,
    organisationId: object.owner?.organisationId ?? null,
    details: factsOf(object),
    remedy: { do: 'quarantine', kind: object.kind },
  }
}

/** Returns the facts shown to operators about an object without a row. */
function factsOf(object: SurveyedObject): Record<string, string> {
  const common = {
    name: object.name,
    place: object.place,
    ...(object.label && { label: object.label }),
    ...(object.createdAt && { createdAt: object.createdAt.toISOString() }),
  }
  if (object.kind === 'volume')
    return {
      ...common,
      size: `${object.sizeGib} GiB`,
      ...(object.pool && { pool: object.pool }),
      ...(object.attachedTo !== null && { attachedTo: object.attachedTo }),
      ...(object.copyOf && { copyOf: object.copyOf }),
    }
  return {
    ...common,
    size: `${object.vcpu} vCPU, ${object.memoryMib} MiB, ${object.diskGib} GiB`,
    power: object.power,
    ...(object.image && { image: object.image }),
    ...(object.type && { type: object.type }),
    ...(object.cards[0]?.address && { ownAddress: object.cards[0].address }),
    ...(object.hostName !== null && { host: object.hostName }),
    // Its addresses are given to no one else: `app.unexplained_cards`.
    ...(object.cards.some(({ networkId }) => networkId) && {
      cards: object.cards.map(textOfCard).join(', '),
    }),
  }
}

function leaks(resource: ExpectedResource): Drift[] {
  if (!gone.includes(resource.state)) return []
  const about = { subject: resource.id, organisationId: resource.organisationId }
  const details = { state: resource.state }
  const drifts: Drift[] = []
  if (resource.hasClaim) drifts.push({ ...about, kind: 'claim_leaked', details, remedy: { do: 'end_claim' } })
  if (resource.kind === 'instance' && resource.cards.length > 0)
    drifts.push({ ...about, kind: 'address_leaked', details, remedy: { do: 'release_address' } })
  return drifts
}

function compare(resource: ExpectedResource, object: SurveyedObject | undefined): Drift[] {
  const about = { subject: resource.id, organisationId: resource.organisationId }
  const { state } = resource
  const half = (kind: 'half_created' | 'half_deleted', remedy: Remedy) => [
    { ...about, kind, details: { state, exists: String(object !== undefined) }, remedy },
  ]
  const removal: Remedy =
    object?.kind === 'volume' && object.attachedTo !== null ? nothing : { do: 'delete', kind: resource.kind }
  // A lost server that exists again is on the lost host: it is neither adopted nor started.
  const kept = (kind: 'half_created' | 'half_deleted'): Drift[] =>
    object
      ? [
          {
            ...about,
            kind,
            details: { state, exists: 'true', ...factsOf(object) },
            remedy: { do: 'quarantine', kind: object.kind },
          },
        ]
      : []
  if (state === 'failed' || state === 'lost') return kept('half_created')
  if (state === 'purged' && resource.isGivenUp) return kept('half_deleted')
  if (state === 'purged') return object ? half('half_deleted', removal) : []
  if (state === 'creating') return half('half_created', nothing)
  if (state === 'purging') return half('half_deleted', nothing)
  if (!object || object.kind !== resource.kind)
    return [
      {
        ...about,
        kind: resource.kind === 'instance' ? 'instance_missing' : 'volume_missing',
        details: { state },
        remedy: nothing,
      },
    ]
  if (resource.kind === 'instance' && object.kind === 'instance') return compareInstance(resource, object)
  if (resource.kind === 'volume' && object.kind === 'volume') return compareVolume(resource, object)
  return []
}

function compareInstance(resource: ExpectedInstance, object: SurveyedInstance): Drift[] {
  const about = { subject: resource.id, organisationId: resource.organisationId }
  if (!['running', 'stopped', 'deleted'].includes(resource.state)) return []
  const drifts: Drift[] = []
  const { vcpu, memoryMib, rootDiskGib } = resource
  if (object.vcpu !== vcpu || object.memoryMib !== memoryMib || object.diskGib !== rootDiskGib) {
    const details = {
      expected: `${vcpu} vCPU, ${memoryMib} MiB, ${rootDiskGib} GiB`,
      found: `${object.vcpu} vCPU, ${object.memoryMib} MiB, ${object.diskGib} GiB`,
    }
    // A disk cannot shrink: one that is larger than sold stays so.
    const isOver = object.diskGib > rootDiskGib
    const remedy: Remedy = isOver ? nothing : { do: 'resize', vcpu, memoryMib, rootDiskGib }
    drifts.push({ ...about, kind: 'size_differs', details, remedy })
  }
  if (object.hostName !== null && object.hostName !== resource.hostName)
    drifts.push({
      ...about,
      kind: 'host_differs',
      details: { expected: resource.hostName, found: object.hostName },
      remedy: nothing,
    })
  drifts.push(...compareCards(resource, object))
  const wanted = resource.state === 'running' ? 'running' : 'stopped'
  if (object.power !== 'starting' && object.power !== wanted) {
    const remedy: Remedy =
      object.power === 'error' ? nothing : { do: wanted === 'running' ? 'start' : 'stop' }
    drifts.push({
      ...about,
      kind: 'power_differs',
      details: { expected: wanted, found: object.power },
      remedy,
    })
  }
  return drifts
}

/**
 * The first card cannot be replaced on a running server, and a card on a network that is not ours was added by hand: a person
 * decides. A server on no network of ours has none.
 */
function compareCards({ id, organisationId, cards }: ExpectedInstance, object: SurveyedInstance): Drift[] {
  const [first] = object.cards
  if (!first?.networkId || cards.length === 0) return []
  const [expected = [], found = []] = [cards, object.cards].map((each) => each.map(textOfCard))
  if (isSameList(expected, found)) return []
  const details = { expected: expected.join(', '), found: found.join(', ') }
  const isHealed = expected[0] === found[0] && object.cards.every(({ networkId }) => networkId !== null)
  const remedy: Remedy = isHealed ? { do: 'connect_again' } : nothing
  return [{ kind: 'cards_differ', subject: id, organisationId, details, remedy }]
}

const textOfCard = ({ networkId, address, address6 }: SurveyedInstance['cards'][number]) =>
  [networkId ?? '–', address ?? '–', ...(address6 ? [address6] : [])].join(' ')
const isSameList = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((text, index) => text === b[index])

function compareVolume(resource: ExpectedVolume, object: SurveyedVolume): Drift[] {
  // While a snapshot is restored the volume briefly has the snapshot's size; the operation belongs to the snapshot.
  if (!['available', 'attached'].includes(resource.state) || object.sizeGib === resource.sizeGib) return []
  const remedy: Remedy =
    object.sizeGib < resource.sizeGib ? { do: 'grow', sizeGib: resource.sizeGib } : nothing
  const details = { expected: `${resource.sizeGib} GiB`, found: `${object.sizeGib} GiB` }
  return [
    { kind: 'size_differs', subject: resource.id, organisationId: resource.organisationId, details, remedy },
  ]
}
