import { describe, expect, test } from 'vitest'
import type { VolumeState } from '~/db/schema/resources/compute'
import { type SnapshotState, snapshotStates } from '~/db/schema/resources/snapshots'
import { copyCan } from './copy-can'
import { copyKinds } from './copy-kinds'

const snapshotCan = copyCan.volume_snapshot
const snapshotsMax = copyKinds.volume_snapshot.max

const told = (decision: { allowed: boolean; reason?: string }) => (decision.allowed ? 'y' : decision.reason)
const some = { held: 1, areSold: true }
const still = { moving: 0, copying: 0 }

// One row per state of the volume: taking one; restoring, deleting and copying one that stands.
const byVolume: Record<VolumeState, [take: string, restore: string, remove: string, copy: string]> = {
  creating: ['is_creating', 'is_creating', 'y', 'y'],
  available: ['y', 'y', 'y', 'y'],
  attaching: ['is_changing', 'is_changing', 'y', 'y'],
  attached: ['y', 'is_attached', 'y', 'y'],
  detaching: ['is_changing', 'is_changing', 'y', 'y'],
  restoring: ['is_changing', 'is_changing', 'is_changing', 'y'],
  growing: ['is_changing', 'is_changing', 'y', 'y'],
  deleted: ['is_deleted', 'is_deleted', 'is_deleted', 'is_deleted'],
  purging: ['is_purged', 'is_purged', 'is_purged', 'is_purged'],
  purged: ['is_purged', 'is_purged', 'is_purged', 'is_purged'],
  failed: ['is_failed', 'is_failed', 'y', 'y'],
}

test.each(Object.entries(byVolume))('of a volume that is %s', (state, [take, restore, remove, copy]) => {
  const volume = { state: state as VolumeState }
  const snapshot = { state: 'available' as const }
  expect(told(snapshotCan.make(volume, some))).toBe(take)
  expect(told(snapshotCan.restore(volume, snapshot, still))).toBe(restore)
  expect(told(snapshotCan.delete(volume, snapshot))).toBe(remove)
  expect(told(snapshotCan.beginAs(volume, snapshot))).toBe(copy)
})

// Restoring, deleting and copying, of a volume that is free.
const bySnapshot: Record<SnapshotState, [restore: string, remove: string, copy: string]> = {
  creating: ['snapshot_changing', 'snapshot_changing', 'snapshot_changing'],
  available: ['y', 'y', 'y'],
  deleting: ['snapshot_changing', 'snapshot_changing', 'snapshot_changing'],
  deleted: ['is_deleted', 'is_deleted', 'is_deleted'],
  failed: ['snapshot_failed', 'y', 'snapshot_failed'],
}

test.each(snapshotStates)('a snapshot that is %s', (state) => {
  const volume = { state: 'available' as const }
  expect([
    told(snapshotCan.restore(volume, { state }, still)),
    told(snapshotCan.delete(volume, { state })),
    told(snapshotCan.beginAs(volume, { state })),
  ]).toEqual(bySnapshot[state])
})

describe('a volume that is free', () => {
  const volume = { state: 'available' as const }

  test('takes no more snapshots than the bound', () => {
    expect(told(snapshotCan.make(volume, { held: snapshotsMax - 1, areSold: true }))).toBe('y')
    expect(told(snapshotCan.make(volume, { held: snapshotsMax, areSold: true }))).toBe('too_many_snapshots')
  })

  test('takes none where none is sold', () => {
    expect(told(snapshotCan.make(volume, { held: 0, areSold: false }))).toBe('snapshots_not_sold')
  })

  test('is not restored while another of its snapshots is on its way', () => {
    expect(told(snapshotCan.restore(volume, { state: 'available' }, { moving: 1, copying: 0 }))).toBe(
      'snapshot_changing',
    )
  })

  test('is not restored while it is being copied, nor is the snapshot deleted that is', () => {
    const snapshot = { state: 'available' as const }
    expect(told(snapshotCan.restore(volume, snapshot, { moving: 0, copying: 1 }))).toBe('is_being_copied')
    expect(told(snapshotCan.delete(volume, snapshot, 1))).toBe('is_being_copied')
  })
})
