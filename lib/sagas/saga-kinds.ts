import type { Id } from '~/lib/kernel/ids'

/** What each saga is told when it is recorded. Facts that may change meanwhile are read by its steps. */
export type SagaInputs = {
  /** With `volumeId`, the bundle has a storage part: its volume is created and attached on the way. */
  create_instance: { volumeId?: Id<'volume'> }
  create_volume: Record<string, never>
  /** A volume that begins as a copy of another, or of a snapshot of it, or as a backup. */
  copy_volume: { volumeId: Id<'volume'> | Id<'backup'>; snapshotId: Id<'snapshot'> | null }
  start_instance: Record<string, never>
  stop_instance: Record<string, never>
  restart_instance: Record<string, never>
  enter_rescue: Record<string, never>
  leave_rescue: Record<string, never>
  resize_instance: { bundleId: Id<'bundle'>; fromBundleId: Id<'bundle'> }
  move_instance: { fromHostId: Id<'host'>; toHostId: Id<'host'>; wasRunning: boolean }
  delete_instance: Record<string, never>
  restore_instance: Record<string, never>
  purge_instance: Record<string, never>
  attach_volume: { instanceId: Id<'instance'> }
  detach_volume: { instanceId: Id<'instance'> }
  purge_volume: Record<string, never>
  grow_volume: { bundleId: Id<'bundle'>; sizeGib: number; fromGib: number }
  /** Of a snapshot: what it is taken of. */
  take_snapshot: { volumeId: Id<'volume'> }
  delete_snapshot: { volumeId: Id<'volume'> }
  /** The same of a server's root disk. */
  take_instance_snapshot: { instanceId: Id<'instance'> }
  delete_instance_snapshot: { instanceId: Id<'instance'> }
  /** Of an image: the server that it is made of, and the snapshot; without one, of its disk as it is. */
  create_image: { instanceId: Id<'instance'>; snapshotId: Id<'snapshot'> | null }
  delete_image: Record<string, never>
  /** Of a backup: the volume that it is made of, and the snapshot; `isElsewhere` in another zone than its own. */
  create_backup: { volumeId: Id<'volume'>; snapshotId: Id<'snapshot'> | null; isElsewhere: boolean }
  delete_backup: Record<string, never>
  /** Of a server. */
  restore_instance_snapshot: { snapshotId: Id<'snapshot'> }
  /** Of a volume. */
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
  'delete_instance',
  'restore_instance',
  'purge_instance',
  'attach_volume',
  'detach_volume',
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
  'create_image',
  'delete_image',
] as const satisfies readonly SagaKind[]

export function isSagaKind(value: string): value is SagaKind {
  return (sagaKinds as readonly string[]).includes(value)
}
