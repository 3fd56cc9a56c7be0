import { describe, expect, it } from 'vitest'
import type { SurveyedInstance, SurveyedObject, SurveyedVolume } from '../port/driver'
import { removalsAllowed } from './choose-removals'
import { type ExpectedInstance, type ExpectedResource, type ExpectedVolume, findDrifts } from './find-drifts'

const ins = `ins_${'0'.repeat(26)}`
const vol = `vol_${'0'.repeat(26)}`
const org = 'org_1'
const card = { networkId: 'net_a', address: '10.0.0.10' }
const server = (over: Partial<ExpectedInstance> = {}): ExpectedInstance => ({
  kind: 'instance',
  id: ins,
  organisationId: org,
  isBusy: false,
  hasClaim: true,
  cards: [card],
  state: 'running',
  hostName: 'h1',
  vcpu: 2,
  memoryMib: 1024,
  rootDiskGib: 10,
  ...over,
})
const disk = (over: Partial<ExpectedVolume> = {}): ExpectedVolume => ({
  kind: 'volume',
  id: vol,
  organisationId: org,
  isBusy: false,
  hasClaim: true,
  state: 'available',
  sizeGib: 10,
  ...over,
})
const container = (over: Partial<SurveyedInstance> = {}): SurveyedInstance => ({
  kind: 'instance',
  name: ins.replace('_', '-'),
  owner: { resourceId: ins, organisationId: org },
  isReadable: true,
  place: 'org-1',
  isInOurPlace: false,
  power: 'running',
  vcpu: 2,
  memoryMib: 1024,
  diskGib: 10,
  hostName: 'h1',
  cards: [card],
  ...over,
})
const storage = (over: Partial<SurveyedVolume> = {}): SurveyedVolume => ({
  kind: 'volume',
  name: vol.replace('_', '-'),
  owner: { resourceId: vol, organisationId: org },
  isReadable: true,
  place: 'org-1',
  isInOurPlace: false,
  sizeGib: 10,
  attachedTo: null,
  ...over,
})
const freed = { hasClaim: false, cards: [] }
type Case = [string, (ExpectedInstance | ExpectedVolume)[], SurveyedObject[], [string, string][]]

const cases: Case[] = [
  ['nothing', [server(), disk()], [container(), storage()], []],
  ['a server without a row', [], [container()], [['instance_unknown', 'quarantine']]],
  ['a row without a server', [server()], [], [['instance_missing', 'nothing']]],
  ['a leaked claim', [server({ state: 'purged', cards: [] })], [], [['claim_leaked', 'end_claim']]],
  [
    'a leaked address',
    [server({ state: 'failed', hasClaim: false })],
    [],
    [['address_leaked', 'release_address']],
  ],
  ['a leaked volume', [], [storage()], [['volume_unknown', 'quarantine']]],
  ['a leaked volume in use', [], [storage({ attachedTo: ins })], [['volume_unknown', 'quarantine']]],
  ['a volume that is gone', [disk()], [], [['volume_missing', 'nothing']]],
  ['a wrong size', [server()], [container({ vcpu: 1 })], [['size_differs', 'resize']]],
  ['a disk that is too large', [server()], [container({ diskGib: 11 })], [['size_differs', 'nothing']]],
  ['a volume that is too small', [disk()], [storage({ sizeGib: 9 })], [['size_differs', 'grow']]],
  ['a wrong host', [server()], [container({ hostName: 'h2' })], [['host_differs', 'nothing']]],
  ['an unknown host', [server()], [container({ hostName: null })], []],
  [
    'a stopped server that should run',
    [server()],
    [container({ power: 'stopped' })],
    [['power_differs', 'start']],
  ],
  [
    'a running server that should be stopped',
    [server({ state: 'deleted' })],
    [container()],
    [['power_differs', 'stop']],
  ],
  [
    'a card that is not there',
    [server({ cards: [card, { networkId: 'net_b', address: '10.0.1.10' }] })],
    [container()],
    [['cards_differ', 'connect_again']],
  ],
  [
    'another IPv6 address',
    [server({ cards: [{ ...card, address6: '2001:db8::a' }] })],
    [container({ cards: [{ ...card, address6: '2001:db8::b' }] })],
    [['cards_differ', 'nothing']],
  ],
  [
    'no IPv6 address, as none was given',
    [server({ cards: [{ ...card, address6: null }] })],
    [container({ cards: [card] })],
    [],
  ],
  [
    'a further card that has an IPv6 address',
    [server({ cards: [card, { networkId: 'net_b', address: '10.0.1.10' }] })],
    [container({ cards: [card, { networkId: 'net_b', address: '10.0.1.10', address6: '2001:db8:1::a' }] })],
    [['cards_differ', 'connect_again']],
  ],
  [
    'a card on a network that is not ours',
    [server()],
    [container({ cards: [card, { networkId: null, address: null }] })],
    [['cards_differ', 'nothing']],
  ],
  ['a server in error', [server()], [container({ power: 'error' })], [['power_differs', 'nothing']]],
  ['a server that is starting', [server()], [container({ power: 'starting' })], []],
  ['another name', [server()], [container({ name: 'web' })], [['renamed', 'nothing']]],
  [
    'a foreign object in our project',
    [],
    [container({ owner: null, name: 'x', isInOurPlace: true })],
    [['stranger', 'nothing']],
  ],
  ['a foreign object under our name', [], [storage({ owner: null })], [['stranger', 'nothing']]],
  ['a foreign object elsewhere', [], [container({ owner: null, name: 'x' })], []],
  [
    'a failed creation',
    [server({ state: 'failed', ...freed })],
    [container()],
    [['half_created', 'quarantine']],
  ],
  ['a server that is lost with its host', [server({ state: 'lost' })], [], []],
  [
    'a lost server that exists again on its host',
    [server({ state: 'lost' })],
    [container()],
    [['half_created', 'quarantine']],
  ],
  ['a creation without a saga', [server({ state: 'creating' })], [], [['half_created', 'nothing']]],
  [
    'an interrupted deletion',
    [disk({ state: 'purged', hasClaim: false })],
    [storage()],
    [['half_deleted', 'delete']],
  ],
  ['a deletion without a saga', [server({ state: 'purging' })], [container()], [['half_deleted', 'nothing']]],
  [
    'work in progress',
    [server({ isBusy: true }), disk({ isBusy: true })],
    [container({ power: 'stopped' })],
    [],
  ],
  [
    'a host that does not answer',
    [server()],
    [container({ owner: null, isReadable: false, power: 'error', vcpu: 0 })],
    [],
  ],
]

describe('differences between rows and a hypervisor', () => {
  it.each(cases)('%s', (_what, resources, objects, expected) => {
    const drifts = findDrifts(resources, objects)
    expect(drifts.map(({ kind, remedy }) => [kind, remedy.do])).toEqual(expected)
  })

  it('only objects with an erased row are deleted', () => {
    const states = ['creating', 'running', 'stopped', 'deleted', 'purging', 'failed'] as const
    for (const [, resources, objects] of cases)
      for (const state of [null, ...states]) {
        const rows = state === null ? [] : resources.map((each) => ({ ...each, state }) as ExpectedResource)
        for (const drift of findDrifts(rows, objects)) expect(drift.remedy.do).not.toBe('delete')
      }
  })

  it('objects without our tag are never touched', () => {
    for (const [, resources, objects] of cases) {
      const untagged = objects.map((object) => ({ ...object, owner: null }))
      for (const drift of findDrifts(resources, untagged))
        expect(['nothing', 'end_claim', 'release_address']).toContain(drift.remedy.do)
    }
  })
})

it.each([
  [0, 1_000, 0],
  [1, 3, 1],
  [2, 3, 0],
  [5, 100, 5],
  [6, 100, 0],
  [10, 10_000, 10],
  [11, 10_000, 0],
])('of %i deletions among %i objects, %i are made', (due, objects, allowed) => {
  expect(removalsAllowed(due, objects)).toBe(allowed)
})
