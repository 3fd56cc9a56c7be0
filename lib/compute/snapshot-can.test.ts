import { describe, expect, test } from 'vitest'
import { type SnapshotState, snapshotStates, type VolumeState } from '~/db/schema/compute'
import { snapshotCan, snapshotsMax } from './snapshot-can'

const told = (decision: { allowed: boolean; reason?: string }) => (decision.allowed ? 'y' : decision.reason)
const some = { held: 1, areSold: true }

// One row per state of the volume: taking, restoring and deleting one that stands.
const byVolume: Record<VolumeState, [take: string, restore: string, remove: string]> = {
  creating: ['is_creating', 'is_creating', 'y'],
  available: ['y', 'y', 'y'],
  attaching: ['is_changing', 'is_changing', 'y'],
  attached: ['y', 'is_attached', 'y'],
  detaching: ['is_changing', 'is_changing', 'y'],
  restoring: ['is_changing', 'is_changing', 'is_changing'],
  growing: ['is_changing', 'is_changing', 'y'],
  deleted: ['is_deleted', 'is_deleted', 'is_deleted'],
  purging: ['is_purged', 'is_purged', 'is_purged'],
  purged: ['is_purged', 'is_purged', 'is_purged'],
  failed: ['is_failed', 'is_failed', 'y'],
}

test.each(Object.entries(byVolume))('of a volume that is %s', (state, [take, restore, remove]) => {
  const volume = { state: state as VolumeState }
  const snapshot = { state: 'available' as const }
  expect(told(snapshotCan.take(volume, some))).toBe(take)
  expect(told(snapshotCan.restore(volume, snapshot, 0))).toBe(restore)
  expect(told(snapshotCan.delete(volume, snapshot))).toBe(remove)
})

// Restoring and deleting, of a volume that is free.
const bySnapshot: Record<SnapshotState, [restore: string, remove: string]> = {
  creating: ['snapshot_changing', 'snapshot_changing'],
  available: ['y', 'y'],
  deleting: ['snapshot_changing', 'snapshot_changing'],
  deleted: ['is_deleted', 'is_deleted'],
  failed: ['snapshot_failed', 'y'],
}

test.each(snapshotStates)('a snapshot that is %s', (state) => {
  const volume = { state: 'available' as const }
  expect([
    told(snapshotCan.restore(volume, { state }, 0)),
    told(snapshotCan.delete(volume, { state })),
  ]).toEqual(bySnapshot[state])
})

describe('a volume that is free', () => {
  const volume = { state: 'available' as const }

  test('takes no more snapshots than the bound', () => {
    expect(told(snapshotCan.take(volume, { held: snapshotsMax - 1, areSold: true }))).toBe('y')
    expect(told(snapshotCan.take(volume, { held: snapshotsMax, areSold: true }))).toBe('too_many_snapshots')
  })

  test('takes none where none is sold', () => {
    expect(told(snapshotCan.take(volume, { held: 0, areSold: false }))).toBe('snapshots_not_sold')
  })

  test('is not restored while another of its snapshots is on its way', () => {
    expect(told(snapshotCan.restore(volume, { state: 'available' }, 1))).toBe('snapshot_changing')
  })
})
