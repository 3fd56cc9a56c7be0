import { withOrganisation } from '~/db/client'
import { DriverError } from '~/lib/hypervisors/port/index'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { insertOrderLine } from '~/testing/estate'
import { claimAddresses } from '../addresses/claim-addresses'
import { deleteCopy } from '../copies/delete-copy'
import { createNetwork } from '../networks/manage-networks'
import { recordSaga } from '../sagas/record-saga'
import { stopInstance } from '../servers/stop-instance'
import { driveToRest } from './drive'
import { addInstance, addVolume } from './resources'
import type { SagaWorld } from './saga-world'
import { makeBackup, takeInstanceSnapshot, takeSnapshot } from './unjudged'

export const member = (world: SagaWorld) => world.estate.own.as('technical', systemNow())

let named = 0
/** Reserved at once, so that scenarios can be prepared concurrently. */
export const newName = () => `saga-${++named}`

export async function newServer(world: SagaWorld, withVolume: boolean) {
  const at = systemNow()
  const instance = await addInstance(world.estate, { state: 'creating', at, name: newName() })
  const volume = withVolume
    ? await addVolume(world.estate, { state: 'creating', at, name: newName() })
    : undefined
  return { instance, volume }
}

/** A public address ordered with a server or balancer that is being created. */
export async function orderAddress(
  world: SagaWorld,
  holderId: Id<'instance'> | Id<'balancer'>,
): Promise<void> {
  const { own, zone } = world.estate
  const q = world.rows.query
  await q(
    `insert into address_pools (id, zone_id, range, created_at)
     select $1, $2, '198.51.100.0/24', now() where not exists (select from address_pools where range = '198.51.100.0/24')`,
    newId('addressPool'),
    zone.zoneId,
  )
  const { bundleId, priceId } = await world.addressOffer()
  const orderLineId = await insertOrderLine(world.estate, own, 'small')
  await q(
    `update order_lines set bundle_id = $2, price_version_ids = jsonb_build_object('public_address', $3::text) where id = $1`,
    orderLineId,
    bundleId,
    priceId,
  )
  const id = newId('publicAddress')
  await withOrganisation(member(world), (tx, organisationId) =>
    claimAddresses(tx, member(world), { organisationId, projectId: own.projectId }, [
      { id, zoneId: zone.zoneId, orderLineId, holderId },
    ]),
  )
}

export async function startCreation(
  world: SagaWorld,
  instance: Id<'instance'>,
  volume: Id<'volume'> | undefined,
) {
  const ctx = member(world)
  return withOrganisation(ctx, (tx, organisationId) =>
    recordSaga(tx, ctx, {
      kind: 'create_instance',
      organisationId,
      resourceKind: 'instance',
      resourceId: instance,
      input: volume ? { volumeId: volume } : {},
    }),
  )
}

export async function startVolumeCreation(world: SagaWorld, volume: Id<'volume'>) {
  const ctx = member(world)
  return withOrganisation(ctx, (tx, organisationId) =>
    recordSaga(tx, ctx, {
      kind: 'create_volume',
      organisationId,
      resourceKind: 'volume',
      resourceId: volume,
      input: {},
    }),
  )
}

export async function runningServer(world: SagaWorld, withVolume = false) {
  const { instance, volume } = await newServer(world, withVolume)
  await driveToRest(world.engine(), await startCreation(world, instance, volume))
  return { instance, ...(volume ? { volume } : {}) }
}

export async function freeVolume(world: SagaWorld) {
  const volume = await addVolume(world.estate, { state: 'creating', at: systemNow(), name: newName() })
  await driveToRest(world.engine(), await startVolumeCreation(world, volume))
  return volume
}

export async function volumeWithSnapshot(world: SagaWorld) {
  const volume = await freeVolume(world)
  await world.rows.query(`update simulator.volumes set content = 'early' where resource_id = $1`, volume)
  const { sagaId, snapshotId } = await takeSnapshot(member(world), { volumeId: volume, name: newName() })
  await driveToRest(world.engine(), sagaId)
  return { volume, snapshot: snapshotId }
}

export async function serverWithSnapshot(world: SagaWorld) {
  const { instance } = await runningServer(world)
  await world.rows.query(`update simulator.instances set content = 'early' where resource_id = $1`, instance)
  const asked = await takeInstanceSnapshot(member(world), { instanceId: instance, name: newName() })
  await driveToRest(world.engine(), asked.sagaId)
  return { instance, snapshot: asked.snapshotId }
}

/** Stored in the other zone of the estate. */
export const startBackup = (world: SagaWorld, volumeId: Id<'volume'>) =>
  makeBackup(member(world), {
    ...{ volumeId, snapshotId: null, name: newName() },
    ...{ zoneId: world.estate.otherZone.zoneId, volumeClass: 'fast' },
  })

const furtherNetworks = new WeakMap<SagaWorld, Promise<Id<'network'>>>()

/** A network of the estate's project that no server is ordered on, with its rules in force; the same for all scenarios. */
export async function furtherNetwork(world: SagaWorld): Promise<Id<'network'>> {
  const { own, zone } = world.estate
  const known = furtherNetworks.get(world)
  if (known) return known
  const made = createNetwork(member(world), {
    projectId: own.projectId,
    zoneId: zone.zoneId,
    name: 'arrière',
    hasExit: true,
  }).then(async ({ id }) => {
    await world.rows.query('update private_networks set applied_revision = revision where id = $1', id)
    return id
  })
  furtherNetworks.set(world, made)
  return made
}

export async function stoppedServer(world: SagaWorld) {
  const { instance } = await runningServer(world)
  await driveToRest(world.engine(), (await stopInstance(member(world), { instanceId: instance })).sagaId)
  return instance
}

export async function startSnapshotDeletion(world: SagaWorld, snapshotId: Id<'snapshot'>) {
  const deletion = await deleteCopy(member(world), 'volume_snapshot', snapshotId)
  if (deletion.outcome !== 'deleting') throw new Error('a snapshot that exists is deleted by a saga')
  return deletion
}

/** A volume whose creation failed and was undone, as after a refusal by the hypervisor. */
export async function failedVolume(world: SagaWorld) {
  const volume = await addVolume(world.estate, { state: 'creating', at: systemNow(), name: newName() })
  const engine = world.engine({
    crash: ({ direction, place }) => {
      if (direction === 'run' && place === 'after_effect')
        throw new DriverError('rejected', { rawText: 'refused by the test' })
    },
  })
  await driveToRest(engine, await startVolumeCreation(world, volume))
  return volume
}
