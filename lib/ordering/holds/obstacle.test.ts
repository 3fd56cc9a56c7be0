import { describe, expect, test } from 'vitest'
import { type DomainErrorCode, httpStatusByCode } from '~/lib/kernel/errors'
import { extendedExpiry, nextRetry, obstacleTo, type StateReason } from './obstacle'

const passing: Partial<Record<DomainErrorCode, string>> = {
  insufficient_capacity: 'capacity',
  state_forbids: 'busy',
  quota_exceeded: 'quota',
  spending_cap_exceeded: 'spending_cap',
  budget_exceeded: 'budget',
  recovery_in_progress: 'recovery',
  hypervisor_unreachable: 'unavailable',
  directory_unavailable: 'unavailable',
  unavailable: 'unavailable',
  rate_limited: 'unavailable',
  conflict: 'busy',
}

describe('a refusal without a reason', () => {
  test.each(Object.keys(httpStatusByCode) as DomainErrorCode[])('%s', (code) => {
    expect(obstacleTo({ code, params: {} }, 'resize_instance')).toBe(passing[code] ?? null)
  })
})

describe('of capacity', () => {
  test.each(['no_headroom', 'host_full', 'host_disk_full', 'pool_full', 'images_no_room', 'backups_no_room'])(
    '%s is temporary',
    (reason) =>
      expect(obstacleTo({ code: 'insufficient_capacity', params: { reason } }, 'grow_volume')).toBe(
        'capacity',
      ),
  )

  test('the lack of a free address in a zone is temporary', () => {
    const params = { short: 'address', reason: 'no_public_address' }
    expect(obstacleTo({ code: 'insufficient_capacity', params }, null)).toBe('address')
  })
})

/** By reason: for a change of an existing resource, and for the restoration of a server. */
const states: Record<StateReason, [change: string | null, restoration: string | null]> = {
  is_creating: ['busy', 'busy'],
  is_changing: ['busy', 'busy'],
  is_being_copied: ['busy', 'busy'],
  snapshot_changing: ['busy', 'busy'],
  backup_changing: ['busy', 'busy'],
  image_changing: ['busy', 'busy'],
  server_snapshot_changing: ['busy', 'busy'],
  server_image_on_the_way: ['busy', 'busy'],
  is_running: ['running', null],
  machine_must_stop: ['running', null],
  is_in_rescue: ['in_rescue', null],
  is_lost: [null, null],
  too_many_snapshots: ['too_many_kept', null],
  too_many_images: ['too_many_kept', null],
  too_many_backups: ['too_many_kept', null],
  is_stopped: [null, null],
  is_available: [null, null],
  is_attached: [null, null],
  is_deleted: [null, null],
  is_purged: [null, null],
  is_failed: [null, null],
  is_protected: [null, null],
  is_unprotected: [null, null],
  snapshot_failed: [null, null],
  backup_failed: [null, null],
  image_failed: [null, null],
  snapshots_not_sold: [null, null],
  backups_not_sold: [null, null],
  images_not_sold: [null, null],
  grace_over: [null, null],
  change_costs_more: [null, null],
}

describe('a state that forbids it', () => {
  test.each(Object.entries(states))('%s', (reason, [change, restoration]) => {
    const refusal = { code: 'state_forbids' as const, params: { reason } }
    expect(obstacleTo(refusal, 'make_image')).toBe(change)
    expect(obstacleTo(refusal, 'restore_instance')).toBe(restoration)
  })

  test.each(['__proto__', 'constructor', 'no_such_reason'])('%s, which is no reason, lasts', (reason) =>
    expect(obstacleTo({ code: 'state_forbids', params: { reason } }, 'make_image')).toBeNull(),
  )
})

describe('a change that differs from the approved one', () => {
  test.each([
    'same_bundle',
    'other_kind',
    'smaller_disk',
    'other_volume',
    'committed_to_more',
    'not_larger',
    'other_class',
    'backup_target',
  ])('%s is permanent', (reason) =>
    expect(obstacleTo({ code: 'invalid_input', params: { reason } }, 'resize_instance')).toBeNull(),
  )
})

const at = (time: string) => new Date(`2026-11-24T${time}Z`)

test.each([
  ['10:00:00', '10:01:00'],
  ['10:00:00.001', '10:01:00'],
  ['10:00:59.999', '10:01:00'],
])('an order stopped at %s is due at %s, with all other waiting orders', (now, due) => {
  expect(nextRetry(at(now))).toEqual(at(due))
})

test('an order stopped less than a day before its expiry is extended to a day, and no further', () => {
  const now = at('10:00:00')
  const inADay = new Date('2026-11-25T10:00:00Z')
  expect(extendedExpiry(at('10:05:00'), now)).toEqual(inADay)
  const later = new Date('2026-11-25T10:00:01Z')
  expect(extendedExpiry(later, now)).toEqual(later)
})
