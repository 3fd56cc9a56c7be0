import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { hostPermits } from '~/lib/datacentre/client'
import type { QuarantineRow } from '~/lib/hypervisors'
import { type Id, isId, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { toSecond } from '~/lib/kernel/time/clock'
import { type AdoptedLine, recordAdoptedOrder } from '~/lib/ordering'
import { claimExisting, type ExistingPlace } from '~/lib/placement'
import { findOrAdoptNetwork, recordAdoptedInstance, recordAdoptedVolume } from '~/lib/resources'
import { adoptAddress } from './adopt-address'
import { adoptCopy } from './adopt-copy'
import { type Facts, nameOf, type ServerFacts, type VolumeFacts } from './facts'
import { pricesOf } from './prices-of'
import * as known from './queries/known'
import { type Owner, Refused } from './refused'

/**
 * Writes the rows of an object from what the hypervisor shows: order, claim, addresses and usage from its first second, at the
 * prices of that second.
 *
 * @throws Refused, after which the caller rolls back
 */
export async function adopt(tx: Tx, ctx: OpContext, object: QuarantineRow, facts: Facts): Promise<void> {
  const organisation = isId('organisation', object.taggedOrganisationId)
    ? await known.findOrganisation(tx, object.taggedOrganisationId)
    : null
  if (!organisation) throw new Refused('organisation_unknown')
  if (!['active', 'suspended'].includes(organisation.state)) throw new Refused('organisation_closed')
  if (await known.hasRow(tx, facts.id)) throw new Refused('row_exists')
  const owner = { organisationId: organisation.id, zoneId: object.zoneId }
  const { defaultProjectId } = organisation
  const adopted =
    facts.kind === 'instance'
      ? await adoptServer(tx, ctx, owner, defaultProjectId, facts)
      : facts.kind === 'volume'
        ? await adoptVolume(tx, ctx, owner, defaultProjectId, facts)
        : facts.kind === 'address'
          ? await adoptAddress(tx, ctx, owner, facts)
          : await adoptCopy(tx, ctx, owner, facts)
  const { event, kind } = audited[facts.kind]
  await recordAudit(tx, ctx, event, {
    organisationId: organisation.id,
    kind,
    id: facts.id,
    details: { name: adopted.name, from: facts.createdAt.toISOString() },
  })
}

const audited = {
  instance: { event: 'instance.adopted', kind: 'instance' },
  volume: { event: 'volume.adopted', kind: 'volume' },
  address: { event: 'address.adopted', kind: 'public_address' },
  backup: { event: 'backup.adopted', kind: 'backup' },
  image: { event: 'image.adopted', kind: 'image' },
} as const

async function adoptServer(
  tx: Tx,
  ctx: OpContext,
  owner: Owner,
  defaultProjectId: Id<'project'>,
  facts: ServerFacts,
): Promise<{ name: string }> {
  const { id, isRunning, cards } = facts
  const createdAt = toSecond(facts.createdAt)
  const { organisationId, zoneId } = owner
  const host = await known.findHost(tx, zoneId, facts.hostName)
  // It may have failed or been retired since the server was seen there.
  if (!host || !hostPermits[host.state].shedsServers) throw new Refused('host_unknown')
  const hostId = host.id
  const imageId = await known.findImage(tx, zoneId, facts.image)
  if (!imageId) throw new Refused('image_unknown')
  const bundle = await known.findServerBundle(tx, { ...facts, organisationId, createdAt })
  if (!bundle) throw new Refused('bundle_unknown')
  const projects: Id<'project'>[] = []
  for (const { networkId } of cards) {
    const project = await findOrAdoptNetwork(tx, { ...owner, id: networkId, createdAt })
    if (!project) throw new Refused('network_unknown')
    projects.push(project)
  }
  const projectId = projects[0] ?? defaultProjectId
  // A server is on networks of its own project only.
  if (projects.some((each) => each !== projectId)) throw new Refused('network_unknown')
  const name = nameOf(facts, await known.listNames(tx, projectId))
  const address = facts.ownAddress
  const place = {
    ...none,
    hostId,
    vcpu: facts.vcpu,
    memoryMib: facts.memoryMib,
    diskGib: facts.rootDiskGib,
    address,
  }
  const line = { bundle, kind: 'compute', imageId, name } as const
  const orderLineId = await claimAndOrder(
    tx,
    ctx,
    { ...owner, projectId, kind: 'instance', resourceId: id },
    place,
    line,
  )
  const row = { ...owner, id, projectId, orderLineId, bundleId: bundle.id, imageId, hostId, name }
  const isWritten = await recordAdoptedInstance(tx, ctx, { ...row, address, createdAt, isRunning }, cards)
  if (!isWritten) throw new Refused('address_taken')
  return { name }
}

async function adoptVolume(
  tx: Tx,
  ctx: OpContext,
  owner: Owner,
  defaultProjectId: Id<'project'>,
  facts: VolumeFacts,
): Promise<{ name: string }> {
  const { id, sizeGib, poolName, attachedTo } = facts
  const createdAt = toSecond(facts.createdAt)
  const { organisationId, zoneId } = owner
  const attachedInstanceId = isId('instance', attachedTo) ? attachedTo : null
  const projectId = attachedTo
    ? (await known.findServer(tx, { ...owner, id: attachedTo }))?.projectId
    : defaultProjectId
  if (!projectId) throw new Refused('server_first')
  const bundle = await known.findStorageBundle(tx, { organisationId, zoneId, sizeGib, poolName, createdAt })
  if (!bundle) throw new Refused('bundle_unknown')
  const { poolId, volumeClass } = bundle
  const name = nameOf(facts, await known.listNames(tx, projectId))
  const place = { ...none, poolId, poolGib: sizeGib }
  const line = { bundle, kind: 'storage', imageId: null, name } as const
  const orderLineId = await claimAndOrder(
    tx,
    ctx,
    { ...owner, projectId, kind: 'volume', resourceId: id },
    place,
    line,
  )
  const row = {
    ...owner,
    id,
    projectId,
    orderLineId,
    bundleId: bundle.id,
    poolId,
    sizeGib,
    volumeClass,
    name,
  }
  await recordAdoptedVolume(tx, ctx, { ...row, attachedInstanceId, createdAt })
  return { name }
}

const none = {
  hostId: null,
  poolId: null,
  vcpu: 0,
  memoryMib: 0,
  diskGib: 0,
  poolGib: 0,
  address: null,
}

type Adopted = Owner & Pick<ExistingPlace, 'projectId' | 'kind' | 'resourceId'>
type Place = Omit<ExistingPlace, keyof Adopted>
type Line = { bundle: known.PricedBundle; name: string } & Pick<AdoptedLine, 'kind' | 'imageId'>

/**
 * Claims the place that the object has, and writes its order. Returns the order's line.
 *
 * @throws Refused when the place is another's or too small
 */
async function claimAndOrder(
  tx: Tx,
  ctx: OpContext,
  adopted: Adopted,
  place: Place,
  { bundle, ...line }: Line,
): Promise<Id<'orderLine'>> {
  const { organisationId, zoneId, projectId } = adopted
  const claimed = await claimExisting(tx, { ...adopted, ...place }, ctx.now)
  if (claimed !== 'claimed') throw new Refused(claimed === 'exists' ? 'row_exists' : claimed)
  const orderLineId = newId('orderLine', ctx.now.getTime())
  const of = { organisationId, zoneId, projectId, bundleId: bundle.id }
  await recordAdoptedOrder(tx, ctx, { ...of, ...line, ...pricesOf(bundle) }, orderLineId)
  return orderLineId
}
