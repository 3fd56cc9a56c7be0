import { expect, test } from 'vitest'
import type { SilentHosts } from '../port/driver'
import { findHostChanges, type Suspects } from './find-host-changes'

const [earlier, now] = [new Date('2026-11-24T09:00:00Z'), new Date('2026-11-24T09:00:03Z')]
const up = { id: 'hos_1', name: 'n1', unreachableSince: null }
const gone = { id: 'hos_2', name: 'n2', unreachableSince: earlier }
const reports = (name: string, isCertain: boolean): SilentHosts => ({
  all: false,
  hosts: [{ name, isCertain }],
})
const none: SilentHosts = { all: false, hosts: [] }
const lists = (names: string[], isWhole: boolean): SilentHosts => ({ ...none, members: { names, isWhole } })
const suspected: Suspects = new Map([['hos_1', earlier]])

test.each<[string, typeof up | typeof gone, SilentHosts, Suspects, { silenced?: Date; isBack?: boolean }]>([
  ['answers', up, none, new Map(), {}],
  ['reported dead by the hypervisor', up, reports('n1', true), new Map(), { silenced: now }],
  ['refused one connection', up, reports('n1', false), new Map(), {}],
  ['refused two connections', up, reports('n1', false), suspected, { silenced: earlier }],
  ['answered in between', up, none, suspected, {}],
  ['in a zone without any answer, once', up, { all: true, hosts: [] }, new Map(), {}],
  ['in a zone without any answer, twice', up, { all: true, hosts: [] }, suspected, { silenced: earlier }],
  ['stays silent', gone, reports('n2', false), new Map(), {}],
  ['answers again', gone, none, new Map(), { isBack: true }],
  ['is a member and answers', up, lists(['n1'], true), new Map(), {}],
  ['is a member and answers again', gone, lists(['n2'], true), new Map(), { isBack: true }],
  ['silent, then removed', gone, lists(['n1'], true), new Map(), {}],
  ['removed', up, lists(['n2'], true), new Map(), { silenced: now }],
  ['not reported at all', up, lists(['n2'], false), new Map(), {}],
  ['silent and not reported at all', gone, lists(['n1'], false), new Map(), {}],
])('a host: %s', (_name, host, silent, before, wanted) => {
  const { silenced, back } = findHostChanges([host], silent, before, now)
  expect(silenced).toEqual(wanted.silenced ? [{ id: host.id, since: wanted.silenced }] : [])
  expect(back).toEqual(wanted.isBack ? [host.id] : [])
})
