import { expect, test } from 'vitest'
import type { SeenFromOutside } from '~/db/schema/resources/reach-tests'
import { judgePublicWay, type PublicFacts } from './judge-public-way'

const seen = (state: SeenFromOutside['state'], isAdmitted = true): SeenFromOutside => ({
  vantage: state,
  state,
  text: '',
  isAdmitted,
})
const facts = (some: Partial<PublicFacts>): PublicFacts => ({
  way: 'open_everywhere',
  isDirected: true,
  inside: 'up',
  seen: [],
  ...some,
})

test.each<[string, Partial<PublicFacts>, ReturnType<typeof judgePublicWay>]>([
  [
    'one vantage that connects is proof',
    { seen: [seen('no_answer'), seen('open')] },
    { verdict: 'open', link: null },
  ],
  ['an address that is being attached', { way: 'attaching' }, { verdict: 'waiting', link: 'address' }],
  ['an address that leads elsewhere', { isDirected: false }, { verdict: 'broken', link: 'address' }],
  [
    'an IPv6 address that the system has not taken',
    { way: 'not_taken' },
    { verdict: 'broken', link: 'guest' },
  ],
  ['no rule, whatever answers inside', { way: 'closed', inside: 'down' }, { verdict: 'closed', link: null }],
  ['a rule that is not confirmed', { way: 'rules_unsure' }, { verdict: 'broken', link: 'rule' }],
  ['a rule that is being applied', { way: 'rules_pending' }, { verdict: 'waiting', link: 'rule' }],
  [
    'a server that is silent inside too',
    { inside: 'down', seen: [seen('no_answer')] },
    { verdict: 'broken', link: 'server' },
  ],
  [
    'no route, seen by all',
    { seen: [seen('no_route'), seen('no_route', false)] },
    { verdict: 'broken', link: 'route' },
  ],
  [
    'an admitted vantage without an answer',
    { seen: [seen('no_answer')] },
    { verdict: 'broken', link: 'route' },
  ],
  [
    'the same, without a view from inside',
    { inside: 'unknown', seen: [seen('no_answer')] },
    { verdict: 'unknown', link: null },
  ],
  [
    'only vantages that the rules keep out',
    { way: 'open_some', seen: [seen('no_answer', false)] },
    { verdict: 'verified', link: null },
  ],
  ['no vantage', {}, { verdict: 'verified', link: null }],
  ['vantages that cannot be asked', { seen: [seen('unknown')] }, { verdict: 'verified', link: null }],
  ['nothing is known', { inside: 'unknown' }, { verdict: 'unknown', link: null }],
  [
    'one vantage without a route, another without an answer',
    { seen: [seen('no_route'), seen('no_answer')] },
    { verdict: 'broken', link: 'route' },
  ],
])('%s', (_, some, expected) => {
  expect(judgePublicWay(facts(some))).toEqual(expected)
})
