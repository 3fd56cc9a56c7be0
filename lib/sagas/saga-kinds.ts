import type { Id } from '~/lib/kernel/ids'

/** The recorded input of each saga. Facts that may change meanwhile are read by its steps. */
export type SagaInputs = {
  /** With `volumeId`, the bundle has a storage part: its volume is created and attached. */
  create_instance: { volumeId?: Id<'volume'> }
  create_volume: Record<string, never>
  /** A new volume from a copy of another, of its snapshot, or of a backup. */
  copy_volume: { volumeId: Id<'volume'> | Id<'backup'>; snapshotId: Id<'snapshot'> | null }
  start_instance: Record<string, never>
  stop_instance: Record<string, never>
  restart_instance: Record<string, never>
  enter_rescue: Record<string, never>
  leave_rescue: Record<string, never>
  resize_instance: { bundleId: Id<'bundle'>; fromBundleId: Id<'bundle'> }
  move_instance: { fromHostId: Id<'host'>; toHostId: Id<'host'>; wasRunning: boolean }
  /**
   * From an image, after the loss of its host. `volumes` were on that host too, each with the backup that it gets back.
   */
  recover_instance: {
    lossId: Id<'hostLoss'>
    fromHostId: Id<'host'>
    toHostId: Id<'host'>
    imageId: Id<'privateImage'>
    volumes: { volumeId: Id<'volume'>; backupId: Id<'backup'> }[]
    wasRunning: boolean
  }
  delete_instance: Record<string, never>
  restore_instance: Record<string, never>
  purge_instance: Record<string, never>
  attach_volume: { instanceId: Id<'instance'> }
  detach_volume: { instanceId: Id<'instance'> }
  /** For a server: the network of a further card. */
  connect_network: { networkId: Id<'network'> }
  disconnect_network: { networkId: Id<'network'> }
  purge_volume: Record<string, never>
  grow_volume: { bundleId: Id<'bundle'>; sizeGib: number; fromGib: number }
  /** For a snapshot: the volume. */
  take_snapshot: { volumeId: Id<'volume'> }
  delete_snapshot: { volumeId: Id<'volume'> }
  /** The same for a server's root disk. */
  take_instance_snapshot: { instanceId: Id<'instance'> }
  delete_instance_snapshot: { instanceId: Id<'instance'> }
  /** For an image: its server, and the snapshot; without one, its current disk. */
  create_image: { instanceId: Id<'instance'>; snapshotId: Id<'snapshot'> | null }
  delete_image: Record<string, never>
  /** For a backup: its volume, and the snapshot; `isElsewhere` when it is stored in another zone than the volume. */
  create_backup: { volumeId: Id<'volume'>; snapshotId: Id<'snapshot'> | null; isElsewhere: boolean }
  delete_backup: Record<string, never>
  create_balancer: Record<string, never>
  delete_balancer: Record<string, never>
  /** For a server. */
  restore_instance_snapshot: { snapshotId: Id<'snapshot'> }
  /** For a volume. */
  restore_snapshot: { snapshotId: Id<'snapshot'> }
}

export type SagaKind = keyof SagaInputs

export const sagaKinds = [
  'create_instance',
  'create_volume',
  'copy_volume',
  'start_instance',
  'stop_instance',
  'restart_instance',
  'enter_rescue',
  'leave_rescue',
  'resize_instance',
  'move_instance',
  'recover_instance',
  'delete_instance',
  'restore_instance',
  'purge_instance',
  'attach_volume',
  'detach_volume',
  'connect_network',
  'disconnect_network',
  'purge_volume',
  'grow_volume',
  'take_snapshot',
  'delete_snapshot',
  'restore_snapshot',
  'take_instance_snapshot',
  'delete_instance_snapshot',
  'restore_instance_snapshot',
  'create_backup',
  'delete_backup',
  'create_balancer',
  'delete_balancer',
  'create_image',
  'delete_image',
] as const satisfies readonly SagaKind[]

export function isSagaKind(value: string): value is SagaKind {
  return (sagaKinds as readonly string[]).includes(value)
}
