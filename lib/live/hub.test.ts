import { beforeEach, describe, expect, test } from 'vitest'
import { topics } from './client'
import { createHub, type Hub, type Listener } from './hub'

type Heard = { topics: string[]; spreadMs: number }
type Page = Listener & { heard: Heard[]; texts: string[]; isEnded: boolean; isSlow: boolean }

const limits = { ofPersonMax: 2, ofAddressMax: 4, max: 5 }
let hub: Hub
let now = 0

function page(of: Partial<Listener> = {}): Page {
  const made: Page = {
    personId: 'acc_a',
    address: '192.0.2.1',
    topics: new Set(topics),
    sessionHash: 'session a',
    organisationId: 'org_a',
    visibleProjects: null,
    heard: [],
    texts: [],
    isEnded: false,
    isSlow: false,
    send(bytes) {
      const text = new TextDecoder().decode(bytes)
      made.texts.push(text)
      const [, data] = text.match(/^event: change\ndata: (.*)\n\n$/) ?? []
      if (data) made.heard.push(JSON.parse(data))
      return !made.isSlow
    },
    end() {
      made.isEnded = true
    },
    ...of,
  }
  return made
}
const open = (of: Partial<Listener> = {}) => {
  const made = page(of)
  expect(hub.add(made, now)).toBe('added')
  return made
}
const change = (topic: string, audience: string, project = '') => ({
  topic,
  audience,
  project,
})

beforeEach(() => {
  now = 1_000
  hub = createHub(limits, () => now)
})

describe('what a page hears', () => {
  test('a member of another organisation hears nothing', () => {
    const [own, other] = [open(), open({ personId: 'acc_b', organisationId: 'org_b' })]
    hub.deliver([change('orders', 'org_a')])
    expect(own.heard).toEqual([{ topics: ['orders'], spreadMs: 250 }])
    expect(other.texts).toEqual([])
  })

  test('a member of some projects hears of these only, and of nothing without a project', () => {
    const narrowed = open({ visibleProjects: ['prj_1'] })
    hub.deliver([change('resources', 'org_a', 'prj_2'), change('billing', 'org_a')])
    expect(narrowed.texts).toEqual([])
    hub.deliver([change('orders', 'org_a', 'prj_1')])
    expect(narrowed.heard).toEqual([{ topics: ['orders'], spreadMs: 250 }])
  })

  test('staff hear of every organisation, and alone of what staff alone see', () => {
    const [member, staff] = [open(), open({ personId: 'stf_a', organisationId: null })]
    hub.deliver([change('orders', 'org_a'), change('operations', 'staff')])
    expect(staff.heard.map(({ topics }) => topics)).toEqual([['operations', 'orders']])
    expect(member.heard.map(({ topics }) => topics)).toEqual([['orders']])
  })

  test('a member hears of no topic without a right to its pages', () => {
    const own = open({ topics: new Set(['resources', 'orders']) })
    hub.deliver([change('billing', 'org_a')])
    expect(own.texts).toEqual([])
    hub.deliver([change('billing', 'org_a'), change('orders', 'org_a')])
    hub.deliverEverything()
    expect(own.heard.map(({ topics }) => topics)).toEqual([['orders'], ['orders', 'resources']])
  })

  test('many changes of a second are one event, each topic once', () => {
    const own = open()
    hub.deliver(
      Array.from({ length: 500 }, (_, at) =>
        change(at % 2 ? 'orders' : 'resources', 'org_a', `prj_${at % 7}`),
      ),
    )
    expect(own.heard).toEqual([{ topics: ['orders', 'resources'], spreadMs: 250 }])
  })

  test('a change for everyone is spread over seconds, without delaying the page’s own', () => {
    const own = open()
    hub.deliver([change('incidents', 'everyone'), change('orders', 'org_a')])
    expect(own.heard).toEqual([
      { topics: ['incidents'], spreadMs: 5_000 },
      { topics: ['orders'], spreadMs: 250 },
    ])
  })

  test('topics that this build does not know are left out', () => {
    const own = open()
    hub.deliver([change('weather', 'org_a')])
    expect(own.texts).toEqual([])
  })
})

describe('a stream ends', () => {
  test('when the access of its person changes, and no other', () => {
    const [own, other] = [open(), open({ personId: 'acc_b' })]
    hub.deliver([change('access', 'acc_a')])
    expect([own.isEnded, other.isEnded, hub.size()]).toEqual([true, false, 1])
  })

  test('when its organisation changes its state', () => {
    const [own, other] = [open(), open({ personId: 'acc_b', organisationId: 'org_b' })]
    hub.deliver([change('access', 'org_a'), change('orders', 'org_a')])
    expect([own.isEnded, other.isEnded]).toEqual([true, false])
    expect(own.texts).toEqual([])
  })

  test('before it begins, when access changed after the rights were read', () => {
    const checkedAt = now
    now += 1
    hub.deliver([change('access', 'acc_a'), change('access', 'org_b')])
    expect(hub.add(page(), checkedAt)).toBe('outdated')
    expect(hub.add(page({ personId: 'acc_b', organisationId: 'org_b' }), checkedAt)).toBe('outdated')
    now += 1
    expect(hub.add(page(), now)).toBe('added')
  })

  test('when its session has run out', () => {
    const [own, other] = [open(), open({ personId: 'acc_b', sessionHash: 'session b' })]
    expect(hub.sessionHashes()).toEqual(['session a', 'session b'])
    // A session that began after the question is not judged by the answer.
    const later = open({ personId: 'acc_c', sessionHash: 'session c' })
    hub.endSessions(['session a', 'session b'], new Set(['session b']))
    expect([own.isEnded, other.isEnded, later.isEnded]).toEqual([true, false, false])
  })

  test('when its browser does not keep up', () => {
    const own = open()
    own.isSlow = true
    hub.beat()
    expect([own.isEnded, hub.size()]).toEqual([true, 0])
  })
})

describe('streams are limited', () => {
  test('for a person, whose other pages stay open, until one closes', () => {
    const [first] = [open(), open()]
    expect(hub.add(page(), now)).toBe('full')
    hub.remove(first)
    expect(hub.add(page(), now)).toBe('added')
  })

  test('for an address, behind which others keep theirs, until one closes', () => {
    const [first] = ['a', 'b', 'c', 'd'].map((personId) => open({ personId }))
    if (!first) throw new Error('no page was opened')
    expect(hub.add(page({ personId: 'e' }), now)).toBe('full')
    open({ personId: 'e', address: '192.0.2.2' })
    hub.remove(first)
    expect(hub.add(page({ personId: 'f' }), now)).toBe('added')
  })

  test('for a process', () => {
    for (const personId of ['a', 'b', 'c', 'd', 'e']) open({ personId, address: personId })
    expect(hub.add(page({ personId: 'f', address: 'f' }), now)).toBe('full')
  })
})
