import { expect, test } from 'vitest'
import type { Member } from './assign'
import { membersOf } from './members'
import { openShare } from './share'

const member = (workerId: string, seconds = 0, rest: Partial<Member> = {}): Member => ({
  workerId,
  startedAt: new Date(seconds * 1_000),
  sweepers: ['hosts', 'webhooks'],
  unreachedZones: [],
  failingSweepers: [],
  isLate: false,
  ...rest,
})
const zones = ['zon_a', 'zon_b', 'zon_c'].map((id) => ({
  id,
  hasIncus: id !== 'zon_a',
  isOverdue: id === 'zon_c',
}))
const unit = { key: 'webhooks', sweeper: 'webhooks' }

test('a worker does nothing before its first heartbeat, and everything when it is alone', () => {
  const share = openShare('a', () => 0)
  expect([share.owns(unit), share.servesAny('hosts')]).toEqual([false, false])
  share.update([member('a')], zones)
  expect(share.owns(unit)).toBe(true)
  expect(share.servedZones('hosts')).toEqual(['zon_a', 'zon_b', 'zon_c'])
  expect(share.servedIncusZones('hosts')).toEqual(['zon_b', 'zon_c'])
  expect(share.incusZones()).toEqual(['zon_b', 'zon_c'])
  expect(share.overdueZones()).toEqual(['zon_c'])
})

test('the shares of all workers are the whole, and each zone is served by one', () => {
  const members = ['a', 'b', 'c'].map((id) => member(id))
  const shares = members.map(({ workerId }) => {
    const share = openShare(workerId, () => 0)
    share.update(members, zones)
    return share
  })
  expect(shares.filter((share) => share.owns(unit))).toHaveLength(1)
  expect(shares.flatMap((share) => share.servedZones('hosts')).sort()).toEqual(['zon_a', 'zon_b', 'zon_c'])
})

test('without zones one worker runs the sweepers of zones', () => {
  const members = ['a', 'b', 'c'].map((id) => member(id))
  const running = members.filter(({ workerId }) => {
    const share = openShare(workerId, () => 0)
    share.update(members, [])
    return share.servesAny('hosts')
  })
  expect(running).toHaveLength(1)
})

test('a worker that was suspended for ten seconds does nothing until it has read who else lives', () => {
  let nowMs = 0
  const share = openShare('a', () => nowMs)
  share.update([member('a')], zones)
  nowMs = 10_000
  expect(share.owns(unit)).toBe(true)
  nowMs = 10_001
  expect([share.owns(unit), share.servesAny('hosts')]).toEqual([false, false])
  share.update([member('a')], zones)
  expect(share.owns(unit)).toBe(true)
})

test('a leaving worker has no share, and its work is that of another at once', () => {
  const members = [member('a', 0, { sweepers: [] }), member('b')]
  const shareOf = (workerId: string) => {
    const share = openShare(workerId, () => 0)
    share.update(members, zones)
    return share
  }
  expect(shareOf('a').owns(unit)).toBe(false)
  expect(shareOf('b').owns(unit)).toBe(true)
  expect(shareOf('b').servedZones('hosts')).toHaveLength(3)
})

test('the two oldest workers that are in time write each second', () => {
  const elders = (members: Member[]) =>
    members
      .map(({ workerId }) => {
        const share = openShare(workerId, () => 0)
        share.update(members, [])
        return share.isElder() ? workerId : null
      })
      .filter((each) => each !== null)
  const four = [member('d', 0), member('c', 1), member('b', 2), member('a', 3)]
  expect(elders(four)).toEqual(['d', 'c'])
  const late = four.map((each) => ({ ...each, isLate: each.workerId === 'd' }))
  // A late one writes as soon as it can.
  expect(elders(late)).toEqual(['d', 'c', 'b'])
})

const pool = (workerId: string, poolId: string, silentMs: number, seconds = 0) => ({
  ...member(workerId, seconds),
  sweepers: ['hosts'],
  unreachedZones: [],
  failingSweepers: [],
  poolId,
  silentMs,
  databaseMs: 0,
})
const lateOf = (pools: Parameters<typeof membersOf>[0]) =>
  membersOf(pools).flatMap(({ workerId, isLate }) => (isLate ? [workerId] : []))

test('a worker with two queues is as silent as the one that wrote last', () => {
  expect(lateOf([pool('a', '1', 9_000), pool('a', '2', 100)])).toEqual([])
})

test('the two oldest are late after two and a half seconds, others after four', () => {
  const pools = (silentMs: number) => ['a', 'b', 'c'].map((id, age) => pool(id, id, silentMs, age))
  expect(lateOf(pools(2_500))).toEqual([])
  expect(lateOf(pools(2_501))).toEqual(['a', 'b'])
  expect(lateOf(pools(4_001))).toEqual(['a', 'b', 'c'])
})

test('the oldest of the others writes each second once an older one is silent for four seconds', () => {
  const pools = [pool('a', '1', 4_001, 0), pool('b', '2', 100, 1), pool('c', '3', 2_501, 2)]
  expect(lateOf(pools)).toEqual(['a', 'c'])
})
