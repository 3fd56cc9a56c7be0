import { withOrganisation } from '~/db/client'
import { DriverError } from '~/lib/hypervisors/port/index'
import type { Id } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { deleteCopy } from '../copies/delete-copy'
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
