import type { SimulatorTx } from '~/db/simulator-client'
import type { CallOptions, VolumeSource, VolumeSpec } from '../port/driver'
import { DriverError } from '../port/driver-error'
import { hypervisorName } from '../port/names'
import type { SimulatedOperationName } from './fault-names'
import { assertOwn, getOwnInstance, getOwnVolume, volumeSubject } from './own-objects'
import { type Change, performChange, refuseIfStruck } from './perform-change'
import { findInstance, findSnapshot, findVolume, insertVolume } from './queries/index'
import { instanceTarget, type Simulator, volumeTarget } from './simulator'

export function createVolume(simulator: Simulator, spec: VolumeSpec, options: CallOptions): Promise<void> {
  return makeVolume(simulator, 'createVolume', spec, [], async () => '', options)
}

export function copyVolume(
  simulator: Simulator,
  spec: VolumeSpec,
  source: VolumeSource,
  options: CallOptions,
): Promise<void> {
  const target = volumeTarget(hypervisorName(source.volumeId))
  const contentOf = (tx: SimulatorTx) => readSource(tx, simulator, source)
  return makeVolume(simulator, 'copyVolume', spec, [target], contentOf, options)
}

export function makeVolume(
  simulator: Simulator,
  operation: SimulatedOperationName,
  spec: VolumeSpec,
  sources: readonly string[],
  contentOf: (tx: SimulatorTx) => Promise<string>,
  { signal }: CallOptions,
): Promise<void> {
  const name = hypervisorName(spec.resourceId)
  const { resourceId, organisationId, zoneCode, poolName, sizeGib } = spec
  return performChange(
    simulator,
    {
      operation,
      targets: [volumeTarget(name), ...sources],
      subject: async () => volumeSubject(resourceId, { label: spec.name, zoneCode }),
      async decide(tx, _pace, struck) {
        const existing = await findVolume(tx, name)
        if (existing) {
          assertOwn(simulator, resourceId, existing)
          if (existing.sizeGib === sizeGib) return 'done'
          throw new DriverError('conflict_spec', {
            rawText: `${name} exists with another size`,
            params: { resourceId },
          })
        }
        const content = await contentOf(tx)
        refuseIfStruck(struck)
        const { installation } = simulator
        const owner = { resourceId, organisationId, installation }
        await insertVolume(tx, {
          name,
          ...owner,
          label: spec.name,
          zoneCode,
          poolName,
          sizeGib,
          content,
          createdAt: simulator.now(),
          copyOf: spec.backupOf ?? null,
        })
        return { action: 'create' }
      },
    },
    signal,
  )
}

async function readSource(tx: SimulatorTx, simulator: Simulator, source: VolumeSource): Promise<string> {
  const volume = await getOwnVolume(tx, simulator, source.volumeId)
  if (source.snapshotId === null) return volume.content
  const kept = await findSnapshot(tx, { volumeName: volume.name, name: hypervisorName(source.snapshotId) })
  if (kept) return kept.content
  throw new DriverError('not_found', {
    rawText: 'Snapshot not found',
    params: { resourceId: source.snapshotId },
  })
}

export function deleteVolume(
  simulator: Simulator,
  resourceId: string,
  { signal }: CallOptions,
): Promise<void> {
  return changeVolume(simulator, 'deleteVolume', resourceId, null, signal, async (tx, _pace, struck) => {
    const volume = await findVolume(tx, hypervisorName(resourceId))
    if (!volume) return 'done'
    assertOwn(simulator, resourceId, volume)
    if (volume.attachedTo !== null) {
      throw new DriverError('state_forbids', {
        rawText: 'The storage volume is still in use',
        params: { resourceId },
      })
    }
    refuseIfStruck(struck)
    return { action: 'delete' }
  })
}

export function growVolume(
  simulator: Simulator,
  resourceId: string,
  sizeGib: number,
  { signal }: CallOptions,
): Promise<void> {
  return changeVolume(simulator, 'growVolume', resourceId, null, signal, async (tx, _pace, struck) => {
    const volume = await getOwnVolume(tx, simulator, resourceId)
    if (volume.sizeGib >= sizeGib) return 'done'
    refuseIfStruck(struck)
    return { action: 'grow', sizeGib }
  })
}

export function attachVolume(
  simulator: Simulator,
  instanceId: string,
  volumeId: string,
  { signal }: CallOptions,
): Promise<void> {
  const instanceName = hypervisorName(instanceId)
  return changeVolume(
    simulator,
    'attachVolume',
    volumeId,
    instanceName,
    signal,
    async (tx, _pace, struck) => {
      await getOwnInstance(tx, simulator, instanceId)
      const volume = await getOwnVolume(tx, simulator, volumeId)
      if (volume.attachedTo === instanceName) return 'done'
      if (volume.attachedTo !== null) {
        throw new DriverError('state_forbids', {
          rawText: `${volume.name} is attached to ${volume.attachedTo}`,
          params: { volumeId, instanceId: (await findInstance(tx, volume.attachedTo))?.resourceId ?? '' },
        })
      }
      refuseIfStruck(struck)
      return { action: 'attach', instanceName }
    },
  )
}

export function detachVolume(
  simulator: Simulator,
  instanceId: string,
  volumeId: string,
  { signal }: CallOptions,
): Promise<void> {
  const instanceName = hypervisorName(instanceId)
  return changeVolume(
    simulator,
    'detachVolume',
    volumeId,
    instanceName,
    signal,
    async (tx, _pace, struck) => {
      const volume = await findVolume(tx, hypervisorName(volumeId))
      if (volume?.attachedTo !== instanceName) return 'done'
      assertOwn(simulator, volumeId, volume)
      refuseIfStruck(struck)
      return { action: 'detach', instanceName }
    },
  )
}

export function changeVolume(
  simulator: Simulator,
  operation: SimulatedOperationName,
  volumeId: string,
  instanceName: string | null,
  signal: AbortSignal,
  decide: Change['decide'],
): Promise<void> {
  const name = hypervisorName(volumeId)
  const targets = [
    volumeTarget(name),
    ...(instanceName === null ? [] : [instanceTarget(instanceName)]),
  ] as const
  const subject: Change['subject'] = async (tx) => volumeSubject(volumeId, await findVolume(tx, name))
  return performChange(
    simulator,
    { operation, targets: [targets[0] as string, ...targets.slice(1)], subject, decide },
    signal,
  )
}
