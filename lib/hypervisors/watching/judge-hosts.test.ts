import { expect, test } from 'vitest'
import type { SilentHosts } from '../port/driver'
import { judgeHosts, type Suspects } from './judge-hosts'

const [earlier, now] = [new Date('2026-11-24T09:00:00Z'), new Date('2026-11-24T09:00:03Z')]
const up = { id: 'hos_1', name: 'n1', unreachableSince: null }
const gone = { id: 'hos_2', name: 'n2', unreachableSince: earlier }
const says = (name: string, isCertain: boolean): SilentHosts => ({ all: false, hosts: [{ name, isCertain }] })
const none: SilentHosts = { all: false, hosts: [] }
const lists = (names: string[], isWhole: boolean): SilentHosts => ({ ...none, members: { names, isWhole } })
const suspected: Suspects = new Map([['hos_1', earlier]])

test.each<[string, typeof up | typeof gone, SilentHosts, Suspects, { silenced?: Date; isBack?: boolean }]>([
  ['one that answers', up, none, new Map(), {}],
  ['one that the hypervisor calls dead', up, says('n1', true), new Map(), { silenced: now }],
  ['one that did not take a connection once', up, says('n1', false), new Map(), {}],
  ['one that did not take a connection twice', up, says('n1', false), suspected, { silenced: earlier }],
  ['one that answered in between', up, none, suspected, {}],
  ['one of a zone in which nobody answers, once', up, { all: true, hosts: [] }, new Map(), {}],
  [
    'one of a zone in which nobody answers, twice',
    up,
    { all: true, hosts: [] },
    suspected,
    { silenced: earlier },
  ],
  ['one that stays silent', gone, says('n2', false), new Map(), {}],
  ['one that answers again', gone, none, new Map(), { isBack: true }],
  ['one that is a member and answers', up, lists(['n1'], true), new Map(), {}],
  ['one that is a member and answers again', gone, lists(['n2'], true), new Map(), { isBack: true }],
  ['a silent one that was removed', gone, lists(['n1'], true), new Map(), {}],
  ['one that was removed', up, lists(['n2'], true), new Map(), { silenced: now }],
  ['one of which nothing is said', up, lists(['n2'], false), new Map(), {}],
  ['a silent one of which nothing is said', gone, lists(['n1'], false), new Map(), {}],
])('%s', (_name, host, silent, before, wanted) => {
  const { silenced, back } = judgeHosts([host], silent, before, now)
  expect(silenced).toEqual(wanted.silenced ? [{ id: host.id, since: wanted.silenced }] : [])
  expect(back).toEqual(wanted.isBack ? [host.id] : [])
})
