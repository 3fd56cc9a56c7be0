import { expect, test } from 'vitest'
import type { SurveyedBalancer } from '../port/balancer'
import { type ExpectedBalancer, findBalancerDrifts, listSilentBalancers } from './find-balancer-drifts'

const row: ExpectedBalancer = {
  id: 'lba_1',
  organisationId: 'org_1',
  name: 'front',
  state: 'active',
  networkId: 'net_1',
  address: '203.0.113.5',
  ownAddresses: ['10.0.0.250', '10.0.0.251'],
  sharedAddress: '10.0.0.249',
  isBusy: false,
  isDue: false,
  foundDigest: null,
}
const part = (address: string, over = {}) => ({
  networkId: 'net_1',
  address,
  condition: 'as_made' as const,
  ...over,
})
const whole: SurveyedBalancer = {
  balancerId: 'lba_1',
  organisationId: 'org_1',
  leads: [{ address: '203.0.113.5', to: '10.0.0.251' }],
  parts: [part('10.0.0.251'), part('10.0.0.250')],
  isReadable: true,
}
const judge = (found: Partial<SurveyedBalancer> | null, over: Partial<ExpectedBalancer> = {}) =>
  findBalancerDrifts([{ ...row, ...over }], found ? [{ ...whole, ...found }] : []).map(
    ({ kind, remedy, details }) => [kind, remedy.do, details.found],
  )

test('a balancer as in its row is no drift, whether its address leads to a container or to the address that they share', () => {
  expect(judge({})).toEqual([])
  for (const to of ['10.0.0.250', '10.0.0.249'])
    expect(judge({ leads: [{ address: '203.0.113.5', to }] })).toEqual([])
})

test('a forward or a container that was removed or changed by hand is put back', () => {
  const put = (found: string) => [['balancer_differs', 'make_again', found]]
  const parts = '10.0.0.250, 10.0.0.251'
  expect(judge({ leads: [] })).toEqual(put(`– → ${parts}`))
  expect(judge({ leads: [{ address: '203.0.113.6', to: '10.0.0.250' }] })).toEqual(
    put(`203.0.113.6 → ${parts}`),
  )
  expect(judge({ leads: [{ address: '203.0.113.5', to: '10.0.0.9' }] })).toEqual(
    put(`203.0.113.5 (–) → ${parts}`),
  )
  expect(judge({ leads: [{ address: '203.0.113.5', to: null }] })).toEqual(put(`203.0.113.5 (–) → ${parts}`))
  const twice = ['10.0.0.250', '10.0.0.251'].map((to) => ({ address: '203.0.113.5', to }))
  expect(judge({ leads: twice })).toEqual(put(`203.0.113.5, 203.0.113.5 → ${parts}`))
  const lead = '203.0.113.5 →'
  expect(judge({ parts: [part('10.0.0.251')] })).toEqual(put(`${lead} 10.0.0.251`))
  for (const condition of ['changed', 'stopped'] as const)
    expect(judge({ parts: [part('10.0.0.250', { condition }), part('10.0.0.251')] })).toEqual(
      put(`${lead} 10.0.0.250 (${condition}), 10.0.0.251`),
    )
  expect(judge({ parts: [part('10.0.0.250', { networkId: 'net_2' }), part('10.0.0.251')] })).toEqual(
    put(`${lead} 10.0.0.250 net_2, 10.0.0.251`),
  )
})

test('a restored balancer with another configuration than its record differs', () => {
  const place = '203.0.113.5 → 10.0.0.250, 10.0.0.251'
  const found = `${place} ; configuration: abcdef012345`
  expect(judge({}, { foundDigest: 'abcdef0123456789' })).toEqual([['balancer_differs', 'make_again', found]])
})

test('an outdated part is shown without a remedy or a doubt, unless something else differs', () => {
  const parts = [part('10.0.0.250', { condition: 'outdated' as const }), part('10.0.0.251')]
  expect(judge({ parts })).toEqual([['balancer_outdated', 'nothing', '10.0.0.250']])
  expect(findBalancerDrifts([row], [{ ...whole, parts }])).toMatchObject([{ rowAgrees: true }])
  expect(judge({ parts, leads: [] })).toMatchObject([
    ['balancer_differs', 'make_again', '– → 10.0.0.250, 10.0.0.251'],
  ])
  expect(judge({ parts }, { isDue: true })).toEqual([])
})

test('a balancer without containers is missing, also when its forward is left', () => {
  for (const found of [null, { parts: [] }])
    expect(judge(found)).toEqual([['balancer_missing', 'make_again', undefined]])
})

test('one with a container on a silent host, with work in progress, or whose configuration is due is left alone', () => {
  const silent = { isReadable: false, parts: [], organisationId: null }
  expect(judge(silent)).toEqual([])
  expect(listSilentBalancers([whole, { ...whole, ...silent }])).toEqual(['lba_1'])
  for (const over of [{ isBusy: true }, { isDue: true }, { state: 'deleting' as const }])
    expect(judge({ leads: [] }, over)).toEqual([])
})

test('what is left of a deleted one is deleted, also a forward alone; without a row it is quarantined with its address', () => {
  for (const found of [{}, { parts: [] }])
    expect(judge(found, { state: 'deleted' })).toEqual([['balancer_unknown', 'delete', undefined]])
  expect(findBalancerDrifts([], [whole])).toMatchObject([
    { kind: 'balancer_unknown', remedy: { do: 'quarantine' }, details: { address: '203.0.113.5' } },
  ])
  const leads = [{ address: '203.0.113.5', to: '10.0.0.249' }]
  expect(findBalancerDrifts([], [{ ...whole, leads }])).toMatchObject([
    { details: { cards: 'net_1 10.0.0.251, net_1 10.0.0.250, net_1 10.0.0.249' } },
  ])
  expect(findBalancerDrifts([], [{ ...whole, isReadable: false }])).toEqual([])
})
