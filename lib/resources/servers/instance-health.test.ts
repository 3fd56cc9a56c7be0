import { expect, test } from 'vitest'
import { instanceHealth, volumeHealth } from './instance-health'

const [early, late] = [new Date('2026-11-24T09:00:00Z'), new Date('2026-11-24T09:02:00Z')]
const byHost = { is: 'not_answering', since: early.toISOString(), by: 'host' }
const byProbes = { is: 'not_answering', since: late.toISOString(), by: 'probes' }

test.each([
  ['running', null, null, null],
  ['running', early, null, byHost],
  ['running', null, late, byProbes],
  ['running', early, late, byHost],
  ['restarting', null, late, null],
  ['in_rescue', early, null, byHost],
  ['in_rescue', null, late, null],
  ['stopped', early, late, null],
  ['deleted', early, late, null],
] as const)('a server that is %s, on a host unreachable since %s, seen down since %s', (...given) => {
  const [state, hostUnreachableSince, seenDownSince, health] = given
  expect(instanceHealth({ state, hostUnreachableSince, seenDownSince })).toEqual(health)
})

test.each([
  ['attached', late, { is: 'not_answering', since: late.toISOString() }],
  ['available', late, { is: 'not_answering', since: late.toISOString() }],
  ['attached', null, null],
  ['restoring', late, null],
  ['deleted', late, null],
] as const)('a volume that is %s, seen down since %s', (state, seenDownSince, health) => {
  expect(volumeHealth({ state, seenDownSince })).toEqual(health)
})
