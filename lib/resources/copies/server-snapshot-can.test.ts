import { expect, test } from 'vitest'
import type { InstanceState } from '~/db/schema/resources/compute'
import { type SnapshotState, snapshotStates } from '~/db/schema/resources/snapshots'
import { copyCan } from './copy-can'
import { copyKinds } from './copy-kinds'

const instanceSnapshotCan = copyCan.server_snapshot
const instanceSnapshotsMax = copyKinds.server_snapshot.max

const told = (decision: { allowed: boolean; reason?: string }) => (decision.allowed ? 'y' : decision.reason)

// One row per state of the server: taking, restoring and deleting one that stands.
const byInstance: Record<InstanceState, [take: string, restore: string, remove: string]> = {
  creating: ['is_creating', 'is_creating', 'is_creating'],
  running: ['y', 'is_running', 'y'],
  stopping: ['is_changing', 'is_changing', 'is_changing'],
  stopped: ['y', 'y', 'y'],
  starting: ['is_changing', 'is_changing', 'is_changing'],
  restarting: ['is_changing', 'is_changing', 'is_changing'],
  resizing: ['is_changing', 'is_changing', 'is_changing'],
  moving: ['is_changing', 'is_changing', 'is_changing'],
  restoring: ['is_changing', 'is_changing', 'is_changing'],
  entering_rescue: ['is_changing', 'is_changing', 'is_changing'],
  in_rescue: ['is_in_rescue', 'is_in_rescue', 'is_in_rescue'],
  leaving_rescue: ['is_changing', 'is_changing', 'is_changing'],
  deleted: ['is_deleted', 'is_deleted', 'is_deleted'],
  purging: ['is_purged', 'is_purged', 'is_purged'],
  purged: ['is_purged', 'is_purged', 'is_purged'],
  failed: ['is_failed', 'is_failed', 'is_failed'],
}

test.each(Object.entries(byInstance))('of a server that is %s', (state, expected) => {
  const instance = { state: state as InstanceState }
  const snapshot = { state: 'available' as const }
  expect([
    told(instanceSnapshotCan.make(instance, { held: 1, areSold: true })),
    told(instanceSnapshotCan.restore(instance, snapshot, 0)),
    told(instanceSnapshotCan.delete(instance, snapshot)),
  ]).toEqual(expected)
})

const bySnapshot: Record<SnapshotState, [restore: string, remove: string]> = {
  creating: ['snapshot_changing', 'snapshot_changing'],
  available: ['y', 'y'],
  deleting: ['snapshot_changing', 'snapshot_changing'],
  deleted: ['is_deleted', 'is_deleted'],
  failed: ['snapshot_failed', 'y'],
}

test.each(snapshotStates)('a snapshot that is %s', (state) => {
  const instance = { state: 'stopped' as const }
  expect([
    told(instanceSnapshotCan.restore(instance, { state }, 0)),
    told(instanceSnapshotCan.delete(instance, { state })),
  ]).toEqual(bySnapshot[state])
})

test('bounds, prices and other snapshots on their way', () => {
  const instance = { state: 'stopped' as const }
  const take = (held: number, areSold = true) => told(instanceSnapshotCan.make(instance, { held, areSold }))
  expect([take(instanceSnapshotsMax - 1), take(instanceSnapshotsMax), take(0, false)]).toEqual([
    'y',
    'too_many_snapshots',
    'snapshots_not_sold',
  ])
  const standing = { state: 'available' as const }
  expect(told(instanceSnapshotCan.restore(instance, standing, 1))).toBe('snapshot_changing')
  expect(told(instanceSnapshotCan.delete(instance, standing, 1))).toBe('is_being_copied')
  expect(told(instanceSnapshotCan.beginAs({ state: 'running' }, standing))).toBe('y')
  expect(told(instanceSnapshotCan.beginAs(instance, { state: 'creating' }))).toBe('snapshot_changing')
  expect(told(instanceSnapshotCan.beginAs({ state: 'deleted' }, standing))).toBe('is_deleted')
})
