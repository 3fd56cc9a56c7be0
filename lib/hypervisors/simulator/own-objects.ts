import type { SimulatorTx } from '~/db/simulator-client'
import { DriverError } from '../port/driver-error'
import { hypervisorName } from '../port/names'
import {
  findImage,
  findInstance,
  findVolume,
  type SimulatedImage,
  type SimulatedInstance,
  type SimulatedVolume,
} from './queries/index'
import { imageTarget, instanceTarget, type Simulator, volumeTarget } from './simulator'
import type { Subject } from './take-faults'

type Owned = { resourceId: string | null; installation: string | null; name: string }

export function isOwn(simulator: Simulator, resourceId: string, object: Owned): boolean {
  return object.resourceId === resourceId && object.installation === simulator.installation
}

export function assertOwn(simulator: Simulator, resourceId: string, object: Owned): void {
  if (isOwn(simulator, resourceId, object)) return
  throw new DriverError('conflict_not_ours', {
    rawText: `${object.name} was not made by this installation`,
    params: { resourceId },
  })
}

export async function getOwnInstance(tx: SimulatorTx, simulator: Simulator, resourceId: string) {
  const instance = await findInstance(tx, hypervisorName(resourceId))
  if (!instance) throw new DriverError('not_found', { rawText: 'Instance not found', params: { resourceId } })
  assertOwn(simulator, resourceId, instance)
  return instance
}

export async function getOwnVolume(tx: SimulatorTx, simulator: Simulator, resourceId: string) {
  const volume = await findVolume(tx, hypervisorName(resourceId))
  if (!volume)
    throw new DriverError('not_found', { rawText: 'Storage volume not found', params: { resourceId } })
  assertOwn(simulator, resourceId, volume)
  return volume
}

export async function getOwnImage(tx: SimulatorTx, simulator: Simulator, resourceId: string) {
  const image = await findImage(tx, hypervisorName(resourceId))
  if (!image) throw new DriverError('image_missing', { rawText: 'Image not found', params: { resourceId } })
  assertOwn(simulator, resourceId, image)
  return image
}

type Placed = Pick<SimulatedInstance, 'label' | 'zoneCode' | 'hostName' | 'tags'>

export function instanceSubject(resourceId: string, instance: Placed | null): Subject {
  return {
    target: instanceTarget(hypervisorName(resourceId)),
    resources: [resourceId, ...(instance ? [instance.label] : [])],
    wishes: instance ? [instance.label, ...(instance.tags.simulate ? [instance.tags.simulate] : [])] : [],
    zoneCode: instance?.zoneCode ?? null,
    hostName: instance?.hostName ?? null,
  }
}

export function volumeSubject(
  resourceId: string,
  volume: Pick<SimulatedVolume, 'label' | 'zoneCode'> | null,
): Subject {
  return {
    target: volumeTarget(hypervisorName(resourceId)),
    resources: [resourceId, ...(volume ? [volume.label] : [])],
    wishes: volume ? [volume.label] : [],
    zoneCode: volume?.zoneCode ?? null,
    hostName: null,
  }
}

export function imageSubject(
  resourceId: string,
  image: Pick<SimulatedImage, 'label' | 'zoneCode'> | null,
): Subject {
  return {
    target: imageTarget(hypervisorName(resourceId)),
    resources: [resourceId, ...(image ? [image.label] : [])],
    wishes: image ? [image.label] : [],
    zoneCode: image?.zoneCode ?? null,
    hostName: null,
  }
}
