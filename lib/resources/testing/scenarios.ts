import { withOrganisation } from '~/db/client'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemContext } from '~/lib/kernel/system-context'
import { systemNow } from '~/lib/kernel/time/clock'
import type { SagaKind } from '~/lib/sagas/saga-kinds'
import { purgeAfterGrace } from '../common/purge-after-grace'
import { deleteCopy } from '../copies/delete-copy'
import { restoreSnapshot } from '../copies/restore-snapshot'
import { connectToNetwork, disconnectFromNetwork } from '../networks/connect-to-network'
import { deleteInstance } from '../servers/delete-instance'
import { enterRescue } from '../servers/enter-rescue'
import { leaveRescue } from '../servers/leave-rescue'
import { moveInstance } from '../servers/move-instance'
import { restartInstance } from '../servers/restart-instance'
import { startInstance } from '../servers/start-instance'
import { stopInstance } from '../servers/stop-instance'
import { attachVolume } from '../volumes/attach-volume'
import { deleteVolume } from '../volumes/delete-volume'
import { detachVolume } from '../volumes/detach-volume'
import { recordVolumeSaga } from '../volumes/record-volume-saga'
import { balancedServer, balancerPreparations } from './balancer-scenarios'
import { driveToRest } from './drive'
import { lostServer } from './lost-server'
import { addVolume } from './resources'
import type { SagaWorld } from './saga-world'
import {
  failedVolume,
  freeVolume,
  furtherNetwork,
  member,
  newName,
  newServer,
  orderAddress,
  runningServer,
  serverWithSnapshot,
  startBackup,
  startCreation,
  startSnapshotDeletion,
  startVolumeCreation,
  stoppedServer,
  volumeWithSnapshot,
} from './scenario-parts'
import { snapshotWorld } from './snapshot'
import {
  growVolume,
  makeImage,
  resizeInstance,
  restoreInstance,
  retryVolume,
  takeInstanceSnapshot,
  takeSnapshot,
} from './unjudged'

/** A recorded saga that has not started, and the state of its resources before the request. */
export type Scenario = {
  kind: SagaKind
  sagaId: Id<'saga'>
  resources: Record<string, string>
  before: Awaited<ReturnType<typeof snapshotWorld>>
}

type Ask = () => Promise<{ sagaId: Id<'saga'> }>
type Set = { resources: Record<string, string>; ask: Ask }

/** Requests through the product's own use cases, after every earlier step has really happened. */
const preparations: Record<SagaKind, (world: SagaWorld) => Promise<Set>> = {
  ...balancerPreparations,
  async create_instance(world) {
    const { instance, volume } = await newServer(world, true)
    await orderAddress(world, instance)
    const resources = { instance, ...(volume ? { volume } : {}) }
    return { resources, ask: async () => ({ sagaId: await startCreation(world, instance, volume) }) }
  },
  async create_volume(world) {
    const volume = await addVolume(world.estate, { state: 'creating', at: systemNow(), name: newName() })
    return { resources: { volume }, ask: async () => ({ sagaId: await startVolumeCreation(world, volume) }) }
  },
  async copy_volume(world) {
    const source = await volumeWithSnapshot(world)
    const volume = await addVolume(world.estate, { state: 'creating', at: systemNow(), name: newName() })
    const sourced = { sourceVolumeId: source.volume, sourceSnapshotId: source.snapshot }
    const ask = async () => ({
      sagaId: await withOrganisation(member(world), (tx, organisationId) =>
        recordVolumeSaga(tx, member(world), { id: volume, organisationId, ...sourced }),
      ),
    })
    return { resources: { volume }, ask }
  },
  async stop_instance(world) {
    const resources = await balancedServer(world)
    return { resources, ask: () => stopInstance(member(world), { instanceId: resources.instance }) }
  },
  async start_instance(world) {
    const resources = await runningServer(world)
    const { sagaId } = await stopInstance(member(world), { instanceId: resources.instance })
    await driveToRest(world.engine(), sagaId)
    return { resources, ask: () => startInstance(member(world), { instanceId: resources.instance }) }
  },
  async restart_instance(world) {
    const resources = await balancedServer(world)
    return { resources, ask: () => restartInstance(member(world), { instanceId: resources.instance }) }
  },
  async enter_rescue(world) {
    const instance = await stoppedServer(world)
    return { resources: { instance }, ask: () => enterRescue(member(world), { instanceId: instance }) }
  },
  async leave_rescue(world) {
    const instance = await stoppedServer(world)
    await driveToRest(world.engine(), (await enterRescue(member(world), { instanceId: instance })).sagaId)
    return { resources: { instance }, ask: () => leaveRescue(member(world), { instanceId: instance }) }
  },
  async resize_instance(world) {
    const resources = await runningServer(world)
    const bundleId = world.stronger
    return {
      resources,
      ask: () => resizeInstance(member(world), { instanceId: resources.instance, bundleId }),
    }
  },
  async move_instance(world) {
    const resources = await balancedServer(world)
    const [from, to] = await world.rows.query<{ id: Id<'host'> }>(
      `select h.id from hosts h join instances i on i.zone_id = h.zone_id and i.id = $1 order by h.id <> i.host_id, h.id`,
      resources.instance,
    )
    if (!from || !to) throw new Error('a zone of several hosts')
    const ask = () =>
      withOrganisation(member(world), (tx) =>
        moveInstance(tx, member(world), {
          instanceId: resources.instance,
          toHostId: to.id,
          mayBreakRules: true,
        }),
      )
    return { resources: { ...resources, from: from.id, to: to.id }, ask }
  },
  async recover_instance(world) {
    const lost = await lostServer(world)
    return { resources: lost.resources, ask: async () => ({ sagaId: await lost.recover() }) }
  },
  async delete_instance(world) {
    const resources = await balancedServer(world)
    return { resources, ask: () => startDeletion(world, resources.instance) }
  },
  async restore_instance(world) {
    const resources = await runningServer(world)
    await driveToRest(world.engine(), (await startDeletion(world, resources.instance)).sagaId)
    return { resources, ask: () => restoreInstance(member(world), { instanceId: resources.instance }) }
  },
  async purge_instance(world) {
    const resources = await serverWithSnapshot(world)
    await driveToRest(world.engine(), (await startDeletion(world, resources.instance)).sagaId)
    return { resources, ask: () => startPurge(world, resources.instance) }
  },
  async attach_volume(world) {
    const { instance } = await runningServer(world)
    const volume = await freeVolume(world)
    const ask = () => attachVolume(member(world), { instanceId: instance, volumeId: volume })
    return { resources: { instance, volume }, ask }
  },
  async detach_volume(world) {
    const { instance, volume } = await runningServer(world, true)
    if (!volume) throw new Error('a server with a volume was asked for')
    const ask = () => detachVolume(member(world), { instanceId: instance, volumeId: volume })
    return { resources: { instance, volume }, ask }
  },
  async connect_network(world) {
    const { instance } = await runningServer(world)
    const on = { instanceId: instance, networkId: await furtherNetwork(world) }
    return { resources: { instance }, ask: () => connectToNetwork(member(world), on) }
  },
  async disconnect_network(world) {
    const { instance } = await runningServer(world)
    const on = { instanceId: instance, networkId: await furtherNetwork(world) }
    await driveToRest(world.engine(), (await connectToNetwork(member(world), on)).sagaId)
    return { resources: { instance }, ask: () => disconnectFromNetwork(member(world), on) }
  },
  async purge_volume(world) {
    const { volume, snapshot } = await volumeWithSnapshot(world)
    await deleteVolume(member(world), { volumeId: volume })
    return { resources: { volume, snapshot }, ask: () => startPurge(world, volume) }
  },
  async grow_volume(world) {
    const [{ instance }, volume] = [await runningServer(world), await freeVolume(world)]
    const on = { instanceId: instance, volumeId: volume }
    await driveToRest(world.engine(), (await attachVolume(member(world), on)).sagaId)
    const ask = () => growVolume(member(world), { volumeId: volume, bundleId: world.roomier })
    return { resources: { instance, volume }, ask }
  },
  async take_snapshot(world) {
    const volume = await freeVolume(world)
    const snapshot = newId('snapshot')
    const ask = async () => {
      const { sagaId, snapshotId } = await takeSnapshot(member(world), { volumeId: volume, name: newName() })
      resources.snapshot = snapshotId
      return { sagaId }
    }
    const resources: Record<string, string> = { volume, snapshot }
    return { resources, ask }
  },
  async delete_snapshot(world) {
    const resources = await volumeWithSnapshot(world)
    return { resources, ask: () => startSnapshotDeletion(world, resources.snapshot) }
  },
  async take_instance_snapshot(world) {
    const { instance } = await runningServer(world)
    const ask = async () => {
      const asked = await takeInstanceSnapshot(member(world), { instanceId: instance, name: newName() })
      resources.snapshot = asked.snapshotId
      return asked
    }
    const resources: Record<string, string> = { instance, snapshot: newId('snapshot') }
    return { resources, ask }
  },
  async delete_instance_snapshot(world) {
    const resources = await serverWithSnapshot(world)
    const ask = async () => {
      const deletion = await deleteCopy(member(world), 'server_snapshot', resources.snapshot)
      if (deletion.outcome !== 'deleting') throw new Error('a snapshot that exists is deleted by a saga')
      return deletion
    }
    return { resources, ask }
  },
  async restore_instance_snapshot(world) {
    const resources = await serverWithSnapshot(world)
    await driveToRest(
      world.engine(),
      (await stopInstance(member(world), { instanceId: resources.instance })).sagaId,
    )
    await world.rows.query(
      `update simulator.instances set content = 'later' where resource_id = $1`,
      resources.instance,
    )
    const ask = () => restoreSnapshot(member(world), 'server_snapshot', resources.snapshot)
    return { resources, ask }
  },
  async create_backup(world) {
    const volume = await freeVolume(world)
    await world.rows.query(`update simulator.volumes set content = 'early' where resource_id = $1`, volume)
    const ask = async () => {
      const asked = await startBackup(world, volume)
      resources.backup = asked.backupId
      return asked
    }
    const resources: Record<string, string> = { volume, backup: newId('backup') }
    return { resources, ask }
  },
  async delete_backup(world) {
    const volume = await freeVolume(world)
    const made = await startBackup(world, volume)
    await driveToRest(world.engine(), made.sagaId)
    const ask = async () => {
      const deletion = await deleteCopy(member(world), 'backup', made.backupId)
      if (deletion.outcome !== 'deleting') throw new Error('a backup that exists is deleted by a saga')
      return deletion
    }
    return { resources: { volume, backup: made.backupId }, ask }
  },
  async create_image(world) {
    const instance = await stoppedServer(world)
    await world.rows.query(
      `update simulator.instances set content = 'early' where resource_id = $1`,
      instance,
    )
    const ask = async () => {
      const asked = await makeImage(member(world), {
        instanceId: instance,
        snapshotId: null,
        name: newName(),
      })
      resources.image = asked.imageId
      return asked
    }
    const resources: Record<string, string> = { instance, image: newId('privateImage') }
    return { resources, ask }
  },
  async delete_image(world) {
    const { instance, snapshot } = await serverWithSnapshot(world)
    const name = newName()
    const made = await makeImage(member(world), { instanceId: instance, snapshotId: snapshot, name })
    await driveToRest(world.engine(), made.sagaId)
    const ask = async () => {
      const deletion = await deleteCopy(member(world), 'image', made.imageId)
      if (deletion.outcome !== 'deleting') throw new Error('an image that exists is deleted by a saga')
      return deletion
    }
    return { resources: { instance, image: made.imageId }, ask }
  },
  async restore_snapshot(world) {
    const resources = await volumeWithSnapshot(world)
    await world.rows.query(
      `update simulator.volumes set content = 'later' where resource_id = $1`,
      resources.volume,
    )
    const ask = () => restoreSnapshot(member(world), 'volume_snapshot', resources.snapshot)
    return { resources, ask }
  },
}

async function startDeletion(world: SagaWorld, instanceId: Id<'instance'>) {
  const deletion = await deleteInstance(member(world), { instanceId, detachVolumes: false })
  if (deletion.outcome !== 'deleting') throw new Error('a running server is deleted by a saga')
  return deletion
}

/** As the sweeper does once the grace period is over. */
async function startPurge(world: SagaWorld, resourceId: string) {
  await world.rows.query(
    `with i as (update instances set purge_after = now() - interval '1 second' where id = $1)
     update volumes set purge_after = now() - interval '1 second' where id = $1`,
    resourceId,
  )
  await purgeAfterGrace(systemContext('test', systemNow()))
  const [row] = await world.rows.query<{ id: Id<'saga'> }>(
    `select id from sagas where resource_id = $1 and state = 'running'`,
    resourceId,
  )
  if (!row) throw new Error('no purge was recorded')
  return { sagaId: row.id }
}

async function prepareRetry(world: SagaWorld): Promise<Set> {
  const volume = await failedVolume(world)
  return { resources: { volume }, ask: () => retryVolume(member(world), { volumeId: volume }) }
}

/** Prepares and records a saga of this kind; `isRetry` makes it the second one of a volume. */
export async function prepareSaga(world: SagaWorld, kind: SagaKind, isRetry = false): Promise<Scenario> {
  const { resources, ask } = await (isRetry ? prepareRetry(world) : preparations[kind](world))
  const before = await snapshotWorld(world, resources)
  const { sagaId } = await ask()
  return { kind, sagaId, resources, before }
}

/** The saga's row and steps, as text for a failed expectation. */
export async function readSaga(world: SagaWorld, sagaId: Id<'saga'>) {
  const [saga] = await world.rows.query<{
    state: string
    failed_step: string | null
    failure_code: string | null
  }>(`select state, failure_code, failure_params->>'step' as failed_step from sagas where id = $1`, sagaId)
  const steps = await world.rows.query<{
    name: string
    state: string
    attempt: number
    undo_attempt: number
  }>('select name, state, attempt, undo_attempt from saga_steps where saga_id = $1 order by position', sagaId)
  if (!saga) throw new Error(`${sagaId} does not exist`)
  return { ...saga, steps }
}
