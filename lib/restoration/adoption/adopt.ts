import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { hostPermits } from '~/lib/datacentre/client'
import { type Id, isId, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { toSecond } from '~/lib/kernel/time/clock'
import { recordAdoptedOrder } from '~/lib/ordering'
import { claimExisting } from '~/lib/placement'
import { findOrAdoptNetwork, recordAdoptedInstance, recordAdoptedVolume } from '~/lib/resources'
import { nameOf, readFacts, type ServerFacts, type VolumeFacts } from './facts'
import type { QuarantinedRow } from './queries/adoptions'
import * as known from './queries/known'
import { Refused } from './refused'

type Owner = { organisationId: Id<'organisation'>; zoneId: Id<'zone'> }

/**
 * Writes the rows of an object from what the hypervisor shows: order, claim, addresses and usage from its first second, at the
 * prices of that second.
 *
 * @throws Refused, after which the caller rolls back
 */
export async function adopt(tx: Tx, ctx: OpContext, object: QuarantinedRow): Promise<void> {
  const facts = readFacts(object, ctx.now)
  if (typeof facts === 'string') throw new Refused(facts)
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
      : await adoptVolume(tx, ctx, owner, defaultProjectId, facts)
  await recordAudit(tx, ctx, facts.kind === 'instance' ? 'instance.adopted' : 'volume.adopted', {
    organisationId: organisation.id,
    kind: facts.kind,
    id: facts.id,
    details: { name: adopted.name, from: facts.createdAt.toISOString() },
  })
}

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
  const claimed = await claimExisting(
    tx,
    {
      ...owner,
      projectId,
      kind: 'instance',
      resourceId: id,
      hostId,
      poolId: null,
      vcpu: facts.vcpu,
      memoryMib: facts.memoryMib,
      diskGib: facts.rootDiskGib,
      poolGib: 0,
      address: facts.ownAddress,
    },
    ctx.now,
  )
  if (claimed !== 'claimed') throw new Refused(claimed === 'exists' ? 'row_exists' : claimed)
  const line = { ...owner, projectId, bundleId: bundle.id, kind: 'compute', imageId, name } as const
  const orderLineId = newId('orderLine', ctx.now.getTime())
  await recordAdoptedOrder(tx, ctx, { ...line, ...pricesOf(bundle) }, orderLineId)
  const row = { ...owner, id, projectId, orderLineId, bundleId: bundle.id, imageId, hostId, name }
  const isWritten = await recordAdoptedInstance(
    tx,
    ctx,
    { ...row, address: facts.ownAddress, createdAt, isRunning },
    cards,
  )
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
  const serverProject = attachedTo
    ? await known.findServerProject(tx, { ...owner, id: attachedTo })
    : defaultProjectId
  if (!serverProject) throw new Refused('server_first')
  const projectId = serverProject
  const bundle = await known.findStorageBundle(tx, { organisationId, zoneId, sizeGib, poolName, createdAt })
  if (!bundle) throw new Refused('bundle_unknown')
  const { poolId, volumeClass } = bundle
  const name = nameOf(facts, await known.listNames(tx, projectId))
  const claimed = await claimExisting(
    tx,
    {
      ...owner,
      projectId,
      kind: 'volume',
      resourceId: id,
      hostId: null,
      poolId,
      vcpu: 0,
      memoryMib: 0,
      diskGib: 0,
      poolGib: sizeGib,
      address: null,
    },
    ctx.now,
  )
  if (claimed !== 'claimed') throw new Refused(claimed === 'exists' ? 'row_exists' : claimed)
  const line = { ...owner, projectId, bundleId: bundle.id, kind: 'storage', imageId: null, name } as const
  const orderLineId = newId('orderLine', ctx.now.getTime())
  await recordAdoptedOrder(tx, ctx, { ...line, ...pricesOf(bundle) }, orderLineId)
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

const pricesOf = ({ priceVersionIds, ownPrices, microCentsPerHour, monthlyCents }: known.PricedBundle) => ({
  priceVersionIds,
  ownPrices,
  microCentsPerHour: BigInt(microCentsPerHour),
  monthlyCents: BigInt(monthlyCents),
})
