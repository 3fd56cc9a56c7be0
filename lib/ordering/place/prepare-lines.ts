import type { Tx } from '~/db/client'
import type { LineCommitment, SshAccess } from '~/db/schema/ordering/ordering'
import { findOrderable, findZoneImage, hasCloudInit } from '~/lib/catalogue'
import { type BundleView, bundleMicroCents, imageFitsBundle, refuseFields } from '~/lib/catalogue/client'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  findOrderedBalancerFault,
  readBackupSource,
  readCopySource,
  readImageSource,
  readServerSource,
  requireConfirmedAccess,
} from '~/lib/resources'
import { hasIpv6 } from '~/lib/resources/rows'
import { expandNames } from '../cart/resource-names'
import { listHeldNames } from '../holds/queries/holds'
import { listTakenNames, listUsableKeyIds } from '../queries/place'
import type { OrderLineInput, PlaceOrderInput } from '../schema'
import { resolveSshAccess } from '../ssh-access/resolve-ssh-access'
import { findUserDataFault } from '../user-data/find-user-data-fault'
import { checkNetwork } from './check-network'
import { isNamed, type PlannedResource, planResources } from './plan-resources'

export type PreparedLine = {
  id: Id<'orderLine'>
  input: OrderLineInput
  bundle: BundleView
  zoneId: Id<'zone'>
  imageId: Id<'image'> | null
  /** The source of its volumes. */
  source: {
    volumeId: Id<'volume'> | null
    snapshotId: Id<'snapshot'> | null
    backupId: Id<'backup'> | null
  } | null
  /** Price per unit as paid, with negotiated price and commitment. */
  microCentsPerHour: bigint
  commitment: LineCommitment | null
  /** From where SSH reaches its servers; null: from nowhere. */
  sshAccess: SshAccess | null
  monthlyCents: bigint
  resources: PlannedResource[]
}

/**
 * Checks every line against catalogue, keys and names, and returns it with its resources. Writes nothing.
 *
 * @throws DomainError `invalid_input` with the field, `name_taken`
 */
export async function prepareLines(
  tx: Tx,
  ctx: OpContext,
  place: { organisationId: Id<'organisation'>; projectId: Id<'project'> },
  input: PlaceOrderInput,
): Promise<PreparedLine[]> {
  const lines: PreparedLine[] = []
  const known = cachedLookUps(tx, ctx, place.organisationId)
  for (const [index, line] of input.lines.entries()) {
    const refuse = refuser(`lines.${index}`)
    const bundle = await known.bundle(line.bundleId)
    if (!bundle?.isActive) throw refuse('bundleId', 'not_on_sale')
    const { imageId, source, commitment, sshAccess } =
      bundle.kind === 'address'
        ? checkAddress(input, line, refuse)
        : bundle.kind === 'balancer'
          ? await checkBalancer(tx, ctx, place, input, line, refuse)
          : await checkLine(tx, ctx, known, line, { bundle, projectId: place.projectId }, refuse)
    await checkNetwork(tx, place.projectId, line, bundle, refuse)
    const microCentsPerHour = bundleMicroCents(bundle, commitment?.termMonths ?? 0)
    const names = expandNames(line.name, line.quantity)
    lines.push({
      id: newId('orderLine', ctx.now.getTime()),
      input: line,
      bundle,
      zoneId: line.zoneId,
      imageId,
      source,
      microCentsPerHour,
      commitment,
      sshAccess,
      monthlyCents: monthlyCents(microCentsPerHour) * BigInt(line.quantity),
      resources: planResources(bundle, names, ctx.now),
    })
  }
  await checkNames(tx, place, lines)
  return lines
}

/** Caches lookups that several lines share: an order may have two hundred lines. */
function cachedLookUps(tx: Tx, ctx: OpContext, organisationId: Id<'organisation'>) {
  const once = <K extends unknown[], V>(find: (...asked: K) => Promise<V>) => {
    const found = new Map<string, Promise<V>>()
    return (...asked: K): Promise<V> => {
      const name = JSON.stringify(asked)
      const answer = found.get(name) ?? find(...asked)
      found.set(name, answer)
      return answer
    }
  }
  return {
    bundle: once((id: Id<'bundle'>) => findOrderable(tx, id, ctx.now)),
    image: once((zoneId: Id<'zone'>, imageId: Id<'image'>) => findZoneImage(tx, zoneId, imageId)),
    hasCloudInit: once((imageId: Id<'image'>) => hasCloudInit(tx, imageId)),
    hasIpv6: once((projectId: Id<'project'>, zoneId: Id<'zone'>, networkId: Id<'network'> | undefined) =>
      hasIpv6(tx, { projectId, zoneId, networkId: networkId ?? null }),
    ),
    userDataFault: once(async (text: string) => findUserDataFault(text)),
    keys: once((ids: Id<'sshKey'>[]) => listUsableKeyIds(tx, organisationId, ids)),
  }
}
type LookUps = ReturnType<typeof cachedLookUps>

type Refuse = (field: string, reason: string, more?: Record<string, string>) => DomainError
const refuser =
  (line: string): Refuse =>
  (field, reason, more) =>
    new DomainError('invalid_input', { field: `${line}.${field}`, params: { reason, ...more } })

type Checked = Pick<PreparedLine, 'imageId' | 'source' | 'commitment' | 'sshAccess'>

async function checkLine(
  tx: Tx,
  ctx: OpContext,
  known: LookUps,
  line: OrderLineInput,
  { bundle, projectId }: { bundle: BundleView; projectId: Id<'project'> },
  refuse: Refuse,
): Promise<Checked> {
  if (line.balancer) throw refuse('balancer', 'not_on_sale')
  if (bundle.kind === 'storage' && line.placement) throw refuse('placement', 'storage_has_no_placement')
  if (bundle.kind === 'storage' && line.publicAddress) throw refuse('publicAddress', 'not_on_sale')
  const imageId =
    line.fromSnapshotId || line.fromImageId
      ? await checkServerSource(tx, line, bundle, refuse)
      : await checkImage(known, line, bundle, refuse)
  const source = await checkSource(tx, line, bundle, refuse)
  const commitment = checkCommitment(line, bundle, refuse)
  checkFields(line, bundle, imageId, refuse)
  await checkUserData(known, line, imageId, refuse)
  await checkKeys(known, line, bundle, refuse)
  const isServer = bundle.kind !== 'storage'
  const v6 =
    isServer && line.sshAccess !== undefined && (await known.hasIpv6(projectId, line.zoneId, line.networkId))
  const ssh = resolveSshAccess(line, ctx.ip, { v4: line.publicAddress === true, v6 })
  if ('refused' in ssh) throw refuse('sshAccess', ssh.refused)
  return { imageId, source, commitment, sshAccess: ssh.access }
}

/**
 * A line of an address itself is ordered alone, one at a time and never in a quote: it holds no capacity while an
 * order waits. Servers get theirs by `publicAddress`.
 */
function checkAddress({ lines, asQuote }: PlaceOrderInput, line: OrderLineInput, refuse: Refuse): Checked {
  const { imageId, placement, copyOf, fromSnapshotId, fromImageId, commitment, quantity, sshKeyIds } = line
  const isAlone = lines.length === 1 && quantity === 1 && !asQuote
  const isPlain = !(
    imageId ||
    placement ||
    copyOf ||
    fromSnapshotId ||
    fromImageId ||
    commitment ||
    line.userData ||
    line.publicAddress ||
    line.balancer ||
    line.sshAccess
  )
  if (!isAlone || !isPlain || sshKeyIds.length > 0) throw refuse('bundleId', 'not_on_sale')
  return { imageId: null, source: null, commitment: null, sshAccess: null }
}

/** A balancer is ordered alone, with a reserved address of its place or with a new one. */
async function checkBalancer(
  tx: Tx,
  ctx: OpContext,
  { projectId }: { projectId: Id<'project'> },
  order: PlaceOrderInput,
  { publicAddress, balancer, ...line }: OrderLineInput,
  refuse: Refuse,
): Promise<Checked> {
  const checked = checkAddress(order, line, refuse)
  if (!balancer) throw refuse('balancer', 'required')
  if ((balancer.addressId !== undefined) === (publicAddress === true))
    throw refuse('balancer.addressId', 'required')
  const fault = await findOrderedBalancerFault(tx, { projectId, zoneId: line.zoneId }, balancer, ctx.now)
  if (fault)
    throw refuse(
      fault.field === 'zoneId' ? fault.field : `balancer.${fault.field}`,
      fault.reason,
      fault.params,
    )
  requireConfirmedAccess('lines.0.balancer.confirm', balancer)
  return checked
}

/** Before anything is claimed: cloud-init would report a fault only on the server itself. */
async function checkUserData(
  known: LookUps,
  line: OrderLineInput,
  imageId: Id<'image'> | null,
  refuse: Refuse,
) {
  if (line.userData === undefined) return
  if (imageId === null) throw refuse('userData', 'storage_has_no_user_data')
  if (!(await known.hasCloudInit(imageId))) throw refuse('userData', 'image_without_cloud_init')
  const fault = await known.userDataFault(line.userData)
  if (!fault) return
  const place = 'line' in fault ? { line: String(fault.line), column: String(fault.column) } : {}
  throw refuse('userData', fault.reason, place)
}

async function checkImage(known: LookUps, line: OrderLineInput, bundle: BundleView, refuse: Refuse) {
  if (bundle.kind === 'storage') {
    if (line.imageId) throw refuse('imageId', 'storage_has_no_image')
    return null
  }
  if (!line.imageId) throw refuse('imageId', 'required')
  const image = await known.image(line.zoneId, line.imageId)
  if (!image) throw refuse('imageId', 'not_in_zone')
  if (image.instanceType !== null && image.instanceType !== bundle.instanceType)
    throw refuse('imageId', 'image_other_type')
  if (!imageFitsBundle(image, bundle)) throw refuse('imageId', 'image_too_large')
  return image.id
}

/** The image is that of the source server, whether or not it is still offered. */
async function checkServerSource(tx: Tx, line: OrderLineInput, bundle: BundleView, refuse: Refuse) {
  const field = line.fromImageId ? 'fromImageId' : 'fromSnapshotId'
  if (bundle.kind === 'storage') throw refuse(field, 'storage_has_no_image')
  if (line.fromImageId && (line.fromSnapshotId || line.imageId)) throw refuse(field, 'image_and_snapshot')
  const source = line.fromImageId
    ? await readImageSource(tx, line.fromImageId)
    : line.fromSnapshotId && (await readServerSource(tx, line.fromSnapshotId))
  invariant(source, 'the line names an image or a snapshot')
  if (source.zoneId !== line.zoneId) throw refuse(field, 'copy_other_zone')
  if (source.sizeGib > bundle.rootDiskGib) throw refuse('bundleId', 'copy_too_small')
  return source.imageId
}

async function checkSource(
  tx: Tx,
  line: OrderLineInput,
  bundle: BundleView,
  refuse: Refuse,
): Promise<PreparedLine['source']> {
  const { copyOf } = line
  if (!copyOf) return null
  if (bundle.kind !== 'storage') throw refuse('copyOf', 'only_storage_copies')
  const volumeId = 'volumeId' in copyOf ? copyOf.volumeId : null
  const snapshotId = ('volumeId' in copyOf && copyOf.snapshotId) || null
  const backupId = 'backupId' in copyOf ? copyOf.backupId : null
  const source = backupId
    ? await readBackupSource(tx, backupId)
    : volumeId && (await readCopySource(tx, { volumeId, snapshotId }))
  if (!source) return null
  if (source.zoneId !== line.zoneId) throw refuse('copyOf', 'copy_other_zone')
  if (source.sizeGib > bundle.volumeGib) throw refuse('bundleId', 'copy_too_small')
  return { volumeId, snapshotId, backupId }
}

async function checkKeys(
  known: LookUps,
  line: OrderLineInput,
  bundle: BundleView,
  refuse: Refuse,
): Promise<void> {
  if (bundle.kind === 'storage' && line.sshKeyIds.length > 0) throw refuse('sshKeyIds', 'storage_has_no_keys')
  const usable = await known.keys(line.sshKeyIds)
  if (line.sshKeyIds.some((id) => !usable.includes(id))) throw refuse('sshKeyIds', 'unknown_key')
}

/** The term as it is offered for this bundle now; its discount is fixed with the order. */
function checkCommitment(line: OrderLineInput, bundle: BundleView, refuse: Refuse): LineCommitment | null {
  if (!line.commitment) return null
  const { termMonths, renewal } = line.commitment
  const term = bundle.terms?.find((each) => each.months === termMonths)
  if (!term) throw refuse('commitment', 'term_not_offered')
  return { termMonths, renewal, basisPoints: term.basisPoints }
}

function checkFields(line: OrderLineInput, bundle: BundleView, imageId: string | null, refuse: Refuse): void {
  if (!bundle.fields) return
  const { placement } = line
  const isApart =
    placement && 'relation' in placement && placement.relation === 'apart' && placement.level === 'rack'
  const found = refuseFields(bundle.fields, {
    zoneId: line.zoneId,
    imageId: line.fromImageId ? null : imageId,
    quantity: line.quantity,
    placement: isApart ? 'apart_by_rack' : placement ? 'other' : 'none',
    termMonths: line.commitment?.termMonths ?? 0,
  })
  if (found) throw refuse(found.field, found.reason)
}

/**
 * Names of servers, volumes and load balancers must be free and unique within the order. The unique index guarantees it; this
 * check gives the better message.
 */
async function checkNames(
  tx: Tx,
  place: { organisationId: Id<'organisation'>; projectId: Id<'project'> },
  lines: readonly PreparedLine[],
): Promise<void> {
  const asked = new Set<string>()
  const named = lines.map((line) => line.resources.filter(isNamed))
  const all = named.flat().map((resource) => resource.name)
  const held = await listHeldNames(tx, place.projectId)
  const taken = new Set(
    (await listTakenNames(tx, place.organisationId, place.projectId, all)).map(
      ({ kind, name }) => `${kind} ${name}`,
    ),
  )
  for (const entry of held) taken.add(entry)
  for (const [index, resources] of named.entries()) {
    for (const { resourceKind, name } of resources) {
      const entry = `${resourceKind} ${name}`
      if (asked.has(entry) || taken.has(entry)) {
        throw new DomainError('name_taken', { field: `lines.${index}.name`, params: { name } })
      }
      asked.add(entry)
    }
  }
}
