import { expect, test } from 'vitest'
import { instanceHealth } from './instance-health'

const since = new Date('2026-11-24T09:00:00Z')

test.each([
  ['running', null, null],
  ['running', since, { is: 'not_answering', since: since.toISOString() }],
  ['in_rescue', since, { is: 'not_answering', since: since.toISOString() }],
  ['stopped', since, null],
  ['deleted', since, null],
] as const)('a server that is %s on a host unreachable since %s', (state, hostUnreachableSince, health) => {
  expect(instanceHealth({ state, hostUnreachableSince })).toEqual(health)
})
