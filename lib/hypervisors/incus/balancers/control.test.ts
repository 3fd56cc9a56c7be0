import { expect, it } from 'vitest'
import { countConnections, drainCommands, readBackends, readDigest } from './control'

const [web, api] = ['ins_01k00000000000000000000001', 'ins_01k00000000000000000000002']
/** Of HAProxy 3.0. */
const head =
  '# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port'
const state = (backend: string, name: string, op: number, admin: number, result: number) =>
  `3 ${backend} 1 ${name} 10.0.0.2 ${op} ${admin} 1 1 12 6 ${result} 4 6 0 0 0 - 80 - 0 0 - - 0`
const stat = (backend: string, name: string, current: number) => `${backend},${name},0,0,${current},2,,9,0,0,`
const answer = (states: string[], stats: string[]) =>
  [
    '1',
    head,
    ...states,
    '',
    '# pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq',
    ...stats,
    '',
    '',
  ].join('\n')

it('reads health, draining and connections of each server', () => {
  const states = [
    state('pool_http', 'ins-01k00000000000000000000001', 2, 0, 3),
    state('pool_http', 'ins-01k00000000000000000000002', 0, 1, 2),
  ]
  const stats = [stat('pool_http', 'ins-01k00000000000000000000001', 7), stat('pool_http', 'BACKEND', 9)]
  expect(readBackends(answer(states, stats))).toEqual([
    { instanceId: web, health: 'up', isDraining: false, connections: 7 },
    { instanceId: api, health: 'unknown', isDraining: true, connections: 0 },
  ])
})

it('joins the modes of one server: connections add up, the worse health counts', () => {
  const name = 'ins-01k00000000000000000000001'
  const states = [state('pool_tcp', name, 2, 0, 0), state('pool_http', name, 2, 0, 3)]
  const stats = [stat('pool_tcp', name, 2), stat('pool_http', name, 3)]
  expect(readBackends(answer(states, stats))).toEqual([
    { instanceId: web, health: 'unknown', isDraining: false, connections: 5 },
  ])
})

it('finds no server in an answer without any', () => {
  expect(readBackends('')).toEqual([])
  expect(readBackends(answer([], []))).toEqual([])
})

it('reads the digest of the configuration in force, which nothing else can be taken for', () => {
  const digest = 'a1'.repeat(32)
  const info = (description: string) =>
    `${answer([], [])}Name: HAProxy\ndescription: ${description}\nMemmax_MB: 0\n`
  expect(readDigest(info(digest))).toBe(digest)
  for (const other of ['', 'andromede', `${digest}0`]) expect(readDigest(info(other))).toBeNull()
  expect(readBackends(info(digest))).toEqual([])
})

it('counts the open connections of every listener', () => {
  const stats = ['listener_80,FRONTEND,,,3,9,,', 'listener_443,FRONTEND,,,4,9,,']
  const text = ['# pxname,svname,qcur,qmax,scur,smax,slim,', ...stats, '', ''].join('\n')
  expect(countConnections(text)).toBe(7)
  expect(countConnections('')).toBe(0)
})

it('names the server in both backends', () => {
  expect(drainCommands(web, { isDraining: true })).toBe(
    'set server pool_tcp/ins-01k00000000000000000000001 state maint; set server pool_http/ins-01k00000000000000000000001 state maint',
  )
})

it('has a server that comes back checked before it is used, unless nothing else serves', () => {
  const name = 'pool_http/ins-01k00000000000000000000001'
  const back = (isNeeded: boolean) =>
    drainCommands(web, { isDraining: false, isNeeded })
      .split('; ')
      .filter((each) => each.includes('http'))
  expect(back(false)).toEqual([`set server ${name} state ready`, `set server ${name} health down`])
  expect(back(true)).toEqual([`set server ${name} state ready`])
})
