import { withOrganisation, withSystem } from '~/db/client'
import { registerHost } from '~/lib/datacentre'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemContext } from '~/lib/kernel/system-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { reserveMove } from '~/lib/placement'
import { makeStaff } from '~/testing/staff'
import { lockInstance } from '../common/lock-resource'
import { markLostServers } from '../losses/mark-lost-servers'
import { beginRecovery } from '../losses/start-recoveries'
import { connectToNetwork } from '../networks/connect-to-network'
import { moveInstance } from '../servers/move-instance'
import { driveToRest } from './drive'
import type { SagaWorld } from './saga-world'
import {
  furtherNetwork,
  member,
  newName,
  newServer,
  orderAddress,
  startBackup,
  startCreation,
} from './scenario-parts'
import { makeImage, takeInstanceSnapshot } from './unjudged'

const soon = () => ({ signal: AbortSignal.timeout(60_000) })
export const worker = () => systemContext('test', systemNow())

/** A host of its own, so that its loss takes nothing from other tests of the world. */
export async function addHost(world: SagaWorld): Promise<{ id: Id<'host'>; name: string }> {
  const [rack] = await world.rows.query<{ rack_id: string }>(
    `select rack_id from hosts where zone_id = $1`,
    world.estate.zone.zoneId,
  )
  const name = `lost-${newId('host').slice(-12)}`
  const id = await registerHost(seedContext(), {
    name,
    rackId: rack?.rack_id ?? '',
    generation: 'test',
    vcpuPhysical: 64,
    memoryMibPhysical: 262_144,
    diskGibPhysical: 10_000,
  })
  return { id, name }
}

/** One for all sagas of a world: an organisation keeps a limited number of images. */
const sharedImages = new WeakMap<SagaWorld, Promise<Id<'privateImage'>>>()

/** A running server with a volume on a host of its own, an image of its disk and a backup of its volume. */
export async function copiedServer(world: SagaWorld, hasAddress = false) {
  const { instance, volume, host } = await serverOnOwnHost(world, hasAddress)
  const imageId = await imageOf(world, instance)
  const backupId = await backupOf(world, volume)
  await world.rows.query(`update simulator.instances set content = 'later' where resource_id = $1`, instance)
  return { instance, volume, host, imageId, backupId }
}

async function serverOnOwnHost(world: SagaWorld, hasAddress = false) {
  const { instance, volume } = await newServer(world, true)
  if (!volume) throw new Error('a server with a volume was requested')
  if (hasAddress) await orderAddress(world, instance)
  await driveToRest(world.engine(), await startCreation(world, instance, volume))
  const host = await addHost(world)
  const moved = await withOrganisation(member(world), (tx) =>
    moveInstance(tx, member(world), { instanceId: instance, toHostId: host.id, mayBreakRules: true }),
  )
  await driveToRest(world.engine(), moved.sagaId)
  // Another server that starts elsewhere must not end up on this host.
  await world.rows.query(`update hosts set state = 'cordoned' where id = $1`, host.id)
  await world.rows.query(
    `with i as (update simulator.instances set content = 'early' where resource_id = $1)
     update simulator.volumes set content = 'early' where resource_id = $2`,
    instance,
    volume,
  )
  return { instance, volume, host }
}

async function imageOf(world: SagaWorld, instance: Id<'instance'>): Promise<Id<'privateImage'>> {
  const taken = await takeInstanceSnapshot(member(world), { instanceId: instance, name: newName() })
  await driveToRest(world.engine(), taken.sagaId)
  const image = await makeImage(member(world), {
    instanceId: instance,
    snapshotId: taken.snapshotId,
    name: newName(),
  })
  await driveToRest(world.engine(), image.sagaId)
  return image.imageId
}

async function backupOf(world: SagaWorld, volume: Id<'volume'>): Promise<Id<'backup'>> {
  const backup = await startBackup(world, volume)
  await driveToRest(world.engine(), backup.sagaId)
  return backup.backupId
}

/** The host has no power, two people declared it lost, and its hypervisor gave up its records. */
export async function loseHost(
  world: SagaWorld,
  { id, name }: { id: Id<'host'>; name: string },
): Promise<Id<'hostLoss'>> {
  const lossId = newId('hostLoss')
  const [first, second] = [
    await makeStaff(world.estate.sql, ['capacity']),
    await makeStaff(world.estate.sql, ['capacity']),
  ]
  await world.rows.query(
    `update hosts set state = 'failed', unreachable_since = now() - interval '1 minute' where id = $1`,
    id,
  )
  await world.rows.query(
    `insert into host_losses (id, host_id, silent_since, verification, declared_by_staff_id, declared_at,
       confirmed_by_staff_id, confirmed_at, forgotten_at)
     select $1, $2, unreachable_since, 'The power supply was unplugged', $3, now(), $4, now(), now() from hosts where id = $2`,
    lossId,
    id,
    first.staffId,
    second.staffId,
  )
  const [zone] = await world.rows.query<{ code: string }>(
    `select z.code from zones z join hosts h on h.zone_id = z.id where h.id = $1`,
    id,
  )
  await world.simulator.setFault({ name: 'host-down', hostName: name })
  await world.simulator.forgetHost(zone?.code ?? '', name, soon())
  return lossId
}

/** A lost server of two networks whose volume was on the same host, and how it starts elsewhere. */
export async function lostServer(world: SagaWorld) {
  const { instance, volume, host } = await serverOnOwnHost(world)
  const on = { instanceId: instance, networkId: await furtherNetwork(world) }
  await driveToRest(world.engine(), (await connectToNetwork(member(world), on)).sagaId)
  const image = sharedImages.get(world) ?? imageOf(world, instance)
  sharedImages.set(world, image)
  const [imageId, backupId] = [await image, await backupOf(world, volume)]
  const lossId = await loseHost(world, host)
  // Simulated volumes are on the network: this one is lost too.
  await world.simulator.deleteVolume(volume, soon())
  await markLostServers(worker())
  const ctx = worker()
  const recover = () =>
    withSystem(ctx, async (tx) => {
      const row = await lockInstance(tx, instance)
      // Not by the plan: hosts of other scenarios, about to be lost, are in the zone too.
      const [toHostId] = world.estate.zone.hostIds
      if (!toHostId) throw new Error('the zone has hosts')
      await reserveMove(tx, { resourceId: instance, hostId: toHostId, mayBreakRules: true }, ctx.now)
      return beginRecovery(tx, ctx, {
        lossId,
        instance: row,
        toHostId,
        imageId,
        volumes: [{ volumeId: volume, backupId }],
        by: 'test',
      })
    })
  return { resources: { instance, volume, from: host.id }, recover }
}
