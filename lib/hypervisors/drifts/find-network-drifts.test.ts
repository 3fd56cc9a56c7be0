import { expect, test } from 'vitest'
import type { SurveyedNetwork } from '../port/driver'
import { closedFilter, type NetworkFilter } from '../port/firewall'
import { inbound } from '../testing/inbound'
import { findNetworkDrifts } from './find-network-drifts'

const http = inbound('tcp', '80')
const ping = inbound('icmp', null, '192.0.2.0/24')
const filter: NetworkFilter = { ...closedFilter, rules: [http, ping] }
const about = { id: 'net_1', organisationId: 'org_1', name: 'web', peerIds: ['net_2'] }
const row = { ...about, filter, range6: null, isRemoved: false, isBusy: false }
const seen = (over: Partial<SurveyedNetwork> = {}): SurveyedNetwork => ({
  networkId: 'net_1',
  organisationId: 'org_1',
  ...closedFilter,
  rules: [ping, http],
  range: '10.128.0.0/22',
  range6: null,
  peerIds: ['net_2'],
  hasManagementRules: true,
  missingOn: [],
  ...over,
})

test.each<[string, SurveyedNetwork[], string[] | null]>([
  ['has its rules, in any order', [seen()], null],
  ['lacks a rule', [seen({ rules: [http] })], []],
  ['has an extra rule', [seen({ rules: [http, ping, { ...http, ports: '22' }] })], []],
  ['has a foreign rule', [seen({ rules: null })], []],
  [
    'lets in the same for other servers',
    [seen({ rules: [http, { ...ping, destination: ['10.128.0.10/32'] }] })],
    [],
  ],
  ['has the rule for the other direction', [seen({ rules: [http, { ...ping, direction: 'out' }] })], []],
  ['lets out only what its rules allow', [seen({ egress: 'listed' })], []],
  ['filters between its servers', [seen({ filtersInside: true })], []],
  ['has an IPv6 range that no row gives it', [seen({ range6: '2001:db8:0:9::/64' })], []],
  ['gives IPv6 addresses in another way', [seen({ differing6: ['ipv6.nat=true'] })], []],
  ['is not connected with its peer', [seen({ peerIds: [] })], []],
  ['is connected with a peer that it should not have', [seen({ peerIds: ['net_2', 'net_3'] })], []],
  ['is missing', [], []],
  ['has other management rules', [seen({ hasManagementRules: false })], []],
  ['lacks its rules on one host', [seen({ missingOn: ['n2'] })], ['inc3-n2']],
  ['has other rules, and none on one host', [seen({ rules: [], missingOn: ['n2'] })], []],
])('a network that %s', (_name, found, hosts) => {
  const drifts = findNetworkDrifts([row], found, (name) => `inc3-${name}`)
  expect(drifts.map(({ kind, subject, remedy }) => ({ kind, subject, remedy }))).toEqual(
    hosts === null ? [] : [{ kind: 'rules_differ', subject: 'net_1', remedy: { do: 'apply_again', hosts } }],
  )
})

test('a removed network is removed again while the hypervisor still has it', () => {
  const removed = { ...row, isRemoved: true }
  const left = { kind: 'network_left', subject: 'net_1', remedy: { do: 'remove_again' } }
  expect(findNetworkDrifts([removed], [seen({ rules: [] })], (name) => name)).toMatchObject([left])
  expect(findNetworkDrifts([removed], [], (name) => name)).toEqual([])
  expect(findNetworkDrifts([{ ...removed, isBusy: true }], [seen()], (name) => name)).toEqual([])
})

test('a network with rules that are being applied is not judged', () => {
  expect(findNetworkDrifts([{ ...row, isBusy: true }], [seen({ rules: [] })], (name) => name)).toEqual([])
})

test.each<[string, Partial<SurveyedNetwork>, boolean]>([
  ['only the management rules', { hasManagementRules: false }, true],
  ['rules', { rules: [http] }, false],
  ['rules and management rules', { rules: [http], hasManagementRules: false }, false],
  ['one host', { missingOn: ['n2'] }, false],
])('detects whether the hypervisor matches the row when they differ in %s', (_name, over, rowAgrees) => {
  expect(findNetworkDrifts([row], [seen(over)], (name) => name)).toMatchObject([{ rowAgrees }])
})
