import { describe, expect, test } from 'vitest'
import type { InstanceState, VolumeState } from '~/db/schema/resources/compute'
import { type InstanceAction, instanceCan } from './servers/instance-can'
import { type VolumeAction, volumeCan } from './volumes/volume-can'

// One row per state, one column per action: y allowed, otherwise the reason.
const instanceTable: Record<InstanceState, Record<InstanceAction, string>> = {
  creating: row('is_creating', ['tag', 'protect']),
  running: row('is_running', [
    'stop',
    'restart',
    'resize',
    'move',
    'rename',
    'tag',
    'protect',
    'delete',
    'attach',
    'connect',
    'console',
  ]),
  stopping: row('is_changing', ['rename', 'tag', 'protect']),
  stopped: row('is_stopped', [
    'start',
    'resize',
    'move',
    'rename',
    'tag',
    'protect',
    'delete',
    'attach',
    'connect',
    'enterRescue',
  ]),
  starting: row('is_changing', ['rename', 'tag', 'protect']),
  restarting: row('is_changing', ['rename', 'tag', 'protect']),
  resizing: row('is_changing', ['rename', 'tag', 'protect']),
  moving: row('is_changing', ['rename', 'tag', 'protect']),
  restoring: row('is_changing', ['rename', 'tag', 'protect']),
  entering_rescue: row('is_changing', ['rename', 'tag', 'protect']),
  in_rescue: row('is_in_rescue', ['rename', 'tag', 'protect', 'console', 'leaveRescue']),
  leaving_rescue: row('is_changing', ['rename', 'tag', 'protect']),
  lost: row('is_lost', ['delete', 'recover']),
  recovering: row('is_changing', [], 'is_changing'),
  deleted: row('is_deleted', ['restore'], 'is_deleted'),
  purging: row('is_purged', [], 'is_purged'),
  purged: row('is_purged', [], 'is_purged'),
  failed: row('is_failed', ['delete', 'retry'], 'is_failed'),
}

function row(reason: string, allowed: InstanceAction[], unprotect = 'is_unprotected') {
  const actions = Object.keys(instanceCan) as InstanceAction[]
  const cells = actions.map((action) => [action, allowed.includes(action) ? 'y' : reason])
  return { ...Object.fromEntries(cells), unprotect } as Record<InstanceAction, string>
}

const outcomeOf = (decision: { allowed: boolean; reason?: string }) =>
  decision.allowed ? 'y' : decision.reason

describe.each(Object.entries(instanceTable))('a server that is %s', (state, cells) => {
  test.each(Object.entries(cells))('%s: %s', (action, expected) => {
    const facts = { state: state as InstanceState, isProtected: false }
    expect(outcomeOf(instanceCan[action as InstanceAction](facts))).toBe(expected)
    expect(instanceCan[action as InstanceAction].states.includes(facts.state)).toBe(
      expected === 'y' || expected === 'is_unprotected',
    )
  })
})

test('a protected server cannot be deleted, nor protected again', () => {
  for (const state of ['running', 'stopped'] as const) {
    const facts = { state, isProtected: true }
    expect(outcomeOf(instanceCan.delete(facts))).toBe('is_protected')
    expect(outcomeOf(instanceCan.protect(facts))).toBe('is_protected')
    expect(outcomeOf(instanceCan.unprotect(facts))).toBe('y')
    expect(outcomeOf(instanceCan.resize(facts))).toBe('y')
  }
})

const volumeTable: Record<VolumeState, [string, VolumeAction[]]> = {
  creating: ['is_creating', ['tag', 'protect']],
  available: ['is_available', ['attach', 'copy', 'grow', 'schedule', 'rename', 'tag', 'protect', 'delete']],
  attaching: ['is_changing', ['schedule', 'rename', 'tag', 'protect']],
  attached: ['is_attached', ['detach', 'copy', 'grow', 'schedule', 'rename', 'tag', 'protect']],
  detaching: ['is_changing', ['schedule', 'rename', 'tag', 'protect']],
  restoring: ['is_changing', ['schedule', 'rename', 'tag', 'protect']],
  growing: ['is_changing', ['schedule', 'rename', 'tag', 'protect']],
  deleted: ['is_deleted', ['restore']],
  purging: ['is_purged', []],
  purged: ['is_purged', []],
  failed: ['is_failed', ['delete', 'retry']],
}

test.each(Object.entries(volumeTable))('a volume that is %s', (state, [reason, allowed]) => {
  const facts = { state: state as VolumeState, isProtected: false }
  const isLive = allowed.includes('protect')
  for (const [action, decide] of Object.entries(volumeCan)) {
    const isAllowed = allowed.includes(action as VolumeAction)
    const expected = action === 'unprotect' && isLive ? 'is_unprotected' : isAllowed ? 'y' : reason
    expect([action, outcomeOf(decide(facts))]).toEqual([action, expected])
  }
})

test('a protected volume cannot be deleted', () => {
  expect(outcomeOf(volumeCan.delete({ state: 'available', isProtected: true }))).toBe('is_protected')
})
