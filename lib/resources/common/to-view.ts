import type { FullInstance, ListedInstance } from '../queries/list-instances'
import { instanceHealth, volumeHealth } from '../servers/instance-health'
import type { ListedVolume } from './queries/list-volumes'
import type { TransitionRow } from './queries/transitions'
import type { InstanceLine, InstanceView, TransitionView, VolumeView } from './views'

const iso = (instant: Date | null) => instant?.toISOString() ?? null

/** Field by field, so that a new column never reaches a browser unnoticed. */
export function toInstanceView(row: FullInstance): InstanceView {
  const { instance, zone, bundle, image } = row
  return {
    id: instance.id,
    name: instance.name,
    state: instance.state,
    isProtected: instance.isProtected,
    zone,
    bundle,
    image,
    address: instance.address,
    address6: row.address6,
    tags: instance.tags,
    orderLineId: instance.orderLineId,
    order: row.order,
    project: row.project,
    sshKeyIds: instance.sshKeyIds,
    monthlyCents: row.monthlyCents,
    health: instanceHealth({ ...row, state: instance.state }),
    createdAt: instance.createdAt.toISOString(),
    runningSince: iso(instance.runningSince),
    deletedAt: iso(instance.deletedAt),
    purgeAfter: iso(instance.purgeAfter),
    failureCode: instance.failureCode,
  }
}

/** The query already selects the columns one by one. */
export function toInstanceLine(row: ListedInstance): InstanceLine {
  const { hostUnreachableSince, seenDownSince, ...line } = row
  const health = instanceHealth({ state: row.state, hostUnreachableSince, seenDownSince })
  return { ...line, ...(health && { health }), createdAt: row.createdAt.toISOString() }
}

export function toVolumeView(row: ListedVolume): VolumeView {
  const { volume, zone, bundle } = row
  const attachedTo = volume.attachedInstanceId
  const { sourceVolumeId } = volume
  return {
    id: volume.id,
    name: volume.name,
    state: volume.state,
    isProtected: volume.isProtected,
    zone,
    bundle,
    sizeGib: volume.sizeGib,
    volumeClass: volume.volumeClass,
    attachedInstance: attachedTo && row.attachedTo ? { id: attachedTo, name: row.attachedTo } : null,
    tags: volume.tags,
    source:
      sourceVolumeId && row.sourceVolume
        ? { volumeId: sourceVolumeId, volume: row.sourceVolume, snapshot: row.sourceSnapshot }
        : null,
    orderLineId: volume.orderLineId,
    order: row.order,
    project: row.project,
    monthlyCents: row.monthlyCents,
    health: volumeHealth({ ...row, state: volume.state }),
    createdAt: volume.createdAt.toISOString(),
    deletedAt: iso(volume.deletedAt),
    purgeAfter: iso(volume.purgeAfter),
    failureCode: volume.failureCode,
  }
}

export function toTransitionView(row: TransitionRow): TransitionView {
  const { id, fromState, toState } = row
  return { id, fromState, toState, effectiveAt: row.effectiveAt.toISOString() }
}
