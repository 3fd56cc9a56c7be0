import type { Id } from '~/lib/kernel/ids'

export type ImageCopy = { id: Id<'privateImage'>; name: string; takenAt: string }
export type BackupCopy = {
  id: Id<'backup'>
  name: string
  takenAt: string
  zone: { id: Id<'zone'>; name: string }
  /** It is in the zone of its volume, possibly on the same machine. */
  isInZone: boolean
}

export type VolumeCopies = {
  id: Id<'volume'>
  name: string
  /** It is on the server's host and lost with it; otherwise on the network, and it stays. */
  isLocal: boolean
  /** The newest available backup. */
  backup: BackupCopy | null
}

/** What would come back if the host of a server were lost; instants are ISO strings. */
export type LastCopies = {
  /** The newest image of its disk in its zone. */
  image: ImageCopy | null
  /** Attached volumes. */
  volumes: VolumeCopies[]
  /** Snapshots, which are on the host and lost with it. */
  snapshots: number
}

/** Why a server cannot come back; the texts are `errors.reason.<reason>`. */
export type CopyGap = 'no_copy' | 'volume_without_backup'

/** What its copies lack for a start elsewhere; null when they suffice. Pure. */
export function copyGapOf({ image, volumes }: LastCopies): CopyGap | null {
  if (!image) return 'no_copy'
  return volumes.some(({ isLocal, backup }) => isLocal && !backup) ? 'volume_without_backup' : null
}

/**
 * The oldest instant of what would come back: everything written since then may be lost. Null when nothing comes back.
 * Pure.
 */
export function copiesAsOf(copies: LastCopies): string | null {
  if (!copies.image || copyGapOf(copies) !== null) return null
  const instants = copies.volumes.flatMap(({ isLocal, backup }) =>
    isLocal && backup ? [backup.takenAt] : [],
  )
  return [copies.image.takenAt, ...instants].sort()[0] ?? null
}
