import { describe, expect, test } from 'vitest'
import type { InstanceState, VolumeState } from '~/db/schema/resources/compute'
import { type SnapshotState, snapshotStates } from '~/db/schema/resources/snapshots'
import { copyCan } from './copy-can'
import { copyKinds } from './copy-kinds'

const answer = (decision: { allowed: boolean; reason?: string }) => (decision.allowed ? 'y' : decision.reason)
const some = { held: 1, areSold: true }
const still = { moving: 0, copying: 0 }
const available = { state: 'available' as const }

// One row per state of the volume: making a snapshot; restoring, deleting and copying an available one.
const byVolume: Record<VolumeState, [make: string, restore: string, remove: string, beginAs: string]> = {
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

test.each(Object.entries(byVolume))('a snapshot of a volume that is %s', (state, expected) => {
  const volume = { state: state as VolumeState }
  const { make, restore, delete: remove, beginAs } = copyCan.volume_snapshot
  expect([
    answer(make(volume, some)),
    answer(restore(volume, available, still)),
    answer(remove(volume, available)),
    answer(beginAs(volume, available)),
  ]).toEqual(expected)
})

// The same for a server; the last column is making an image of its current disk.
const byInstance: Record<
  InstanceState,
  [make: string, restore: string, remove: string, beginAs: string, image: string]
> = {
  ...all(['starting', 'stopping', 'restarting', 'resizing', 'moving', 'restoring'], 'is_changing'),
  ...all(['entering_rescue', 'leaving_rescue', 'recovering'], 'is_changing'),
  ...all(['creating'], 'is_creating'),
  running: ['y', 'is_running', 'y', 'y', 'is_running'],
  stopped: ['y', 'y', 'y', 'y', 'y'],
  ...all(['in_rescue'], 'is_in_rescue'),
  ...all(['lost'], 'is_lost'),
  ...all(['deleted'], 'is_deleted'),
  ...all(['purging', 'purged'], 'is_purged'),
  ...all(['failed'], 'is_failed'),
}

function all<S extends InstanceState>(states: readonly S[], reason: string) {
  type Row = [make: string, restore: string, remove: string, beginAs: string, image: string]
  const row: Row = [reason, reason, reason, reason, reason]
  return Object.fromEntries(states.map((state) => [state, row])) as Record<S, Row>
}

test.each(Object.entries(byInstance))('a snapshot of a server that is %s', (state, expected) => {
  const instance = { state: state as InstanceState }
  const { make, restore, delete: remove, beginAs } = copyCan.server_snapshot
  expect([
    answer(make(instance, some)),
    answer(restore(instance, available, 0)),
    answer(remove(instance, available)),
    answer(beginAs(instance, available)),
    answer(copyCan.image.make(instance, null, some)),
  ]).toEqual(expected)
})

// Each kind in each state: using it as source, deleting it, and deleting it while it is in use as source. The
// volume or server of a snapshot is idle.
const byState: Record<SnapshotState, [beginAs: string, remove: string, whileCopied: string]> = {
  creating: ['changing', 'changing', 'changing'],
  available: ['y', 'y', 'is_being_copied'],
  deleting: ['changing', 'changing', 'changing'],
  deleted: ['is_deleted', 'is_deleted', 'is_deleted'],
  failed: ['failed', 'y', 'y'],
}
const stopped = { state: 'stopped' as const }
type Copy = { state: SnapshotState }
const acts = {
  volume_snapshot: {
    beginAs: (copy: Copy) => copyCan.volume_snapshot.beginAs(available, copy),
    remove: (copy: Copy, dependents: number) => copyCan.volume_snapshot.delete(available, copy, dependents),
  },
  server_snapshot: {
    beginAs: (copy: Copy) => copyCan.server_snapshot.beginAs(stopped, copy),
    remove: (copy: Copy, dependents: number) => copyCan.server_snapshot.delete(stopped, copy, dependents),
  },
  backup: { beginAs: copyCan.backup.beginAs, remove: copyCan.backup.delete },
  image: { beginAs: copyCan.image.beginAs, remove: copyCan.image.delete },
}
const nouns = { volume_snapshot: 'snapshot', server_snapshot: 'snapshot', backup: 'backup', image: 'image' }
type Kind = keyof typeof acts
const kinds = Object.keys(acts) as Kind[]
const everyKindAndState = kinds.flatMap((kind) => snapshotStates.map((state) => [kind, state] as const))

test.each(everyKindAndState)('a copy (%s) that is %s', (kind, state) => {
  const reasons: Record<string, string> = {
    changing: `${nouns[kind]}_changing`,
    failed: `${nouns[kind]}_failed`,
  }
  const { beginAs, remove } = acts[kind]
  expect([answer(beginAs({ state })), answer(remove({ state }, 0)), answer(remove({ state }, 1))]).toEqual(
    byState[state].map((reason) => reasons[reason] ?? reason),
  )
})

const makes: Record<Kind, (held: number, areSold: boolean) => { allowed: boolean; reason?: string }> = {
  volume_snapshot: (held, areSold) => copyCan.volume_snapshot.make(available, { held, areSold }),
  server_snapshot: (held, areSold) => copyCan.server_snapshot.make(stopped, { held, areSold }),
  backup: (held, areSold) => copyCan.backup.make(available, null, { held, areSold }),
  image: (held, areSold) => copyCan.image.make(stopped, null, { held, areSold }),
}
const bounds = { volume_snapshot: 24, server_snapshot: 12, backup: 100, image: 40 }

test.each(kinds)('no more copies (%s) than the bound, and none without a price', (kind) => {
  expect(copyKinds[kind].max).toBe(bounds[kind])
  const make = makes[kind]
  expect([
    answer(make(bounds[kind] - 1, true)),
    answer(make(bounds[kind], true)),
    answer(make(0, false)),
  ]).toEqual(['y', `too_many_${nouns[kind]}s`, `${nouns[kind]}s_not_sold`])
})

describe('restoring waits', () => {
  const { volume_snapshot: ofVolume, server_snapshot: ofServer } = copyCan

  test('for other snapshots of the same volume or server that are in progress', () => {
    expect(answer(ofVolume.restore(available, available, { moving: 1, copying: 0 }))).toBe(
      'snapshot_changing',
    )
    expect(answer(ofServer.restore(stopped, available, 1))).toBe('snapshot_changing')
  })

  test('for copies that are being made of the volume', () => {
    expect(answer(ofVolume.restore(available, available, { moving: 0, copying: 1 }))).toBe('is_being_copied')
  })

  test.each(snapshotStates)('for the snapshot itself: %s', (state) => {
    const expected = { ...byState[state] }[0].replace(/^(changing|failed)$/, 'snapshot_$1')
    expect(answer(ofVolume.restore(available, { state }, still))).toBe(expected)
    expect(answer(ofServer.restore(stopped, { state }, 0))).toBe(expected)
  })
})

test('a backup or an image can be made of an available snapshot during any operation', () => {
  const creating = { state: 'creating' as const }
  const { backup, image } = copyCan
  expect(answer(backup.make({ state: 'attaching' }, available, some))).toBe('y')
  expect(answer(backup.make({ state: 'attaching' }, null, some))).toBe('is_changing')
  expect(answer(backup.make(available, creating, some))).toBe('snapshot_changing')
  expect(answer(image.make({ state: 'running' }, available, some))).toBe('y')
  expect(answer(image.make({ state: 'running' }, creating, some))).toBe('snapshot_changing')
})
