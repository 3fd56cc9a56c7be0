import { expect, test } from 'vitest'
import type { BalancerForm, BalancerSettings } from '~/lib/resources/client'
import {
  canRedirect,
  draftOf,
  fieldOnScreen,
  firstDraft,
  freeName,
  nextListener,
  offeredServers,
  preselectedNetwork,
  settingsOf,
} from './balancer-draft'

const server = (
  id: BalancerForm['servers'][number]['id'],
  networkId: `net_${string}`,
  tags: Record<string, string>,
) => ({ id, name: id, zoneId: 'zon_1' as const, tags, cards: [{ networkId, address: '10.128.0.10' }] })
const form: BalancerForm = {
  zones: [
    { id: 'zon_0', code: 'LIL1', name: 'Lille', hasBalancers: false, freeAddresses: 3 },
    { id: 'zon_1', code: 'PAR1', name: 'Paris-Nord', hasBalancers: true, freeAddresses: 3 },
  ],
  networks: [
    { id: 'net_0', name: 'lille', zoneId: 'zon_0', range: '10.1.0.0/22' },
    { id: 'net_1', name: 'empty', zoneId: 'zon_1', range: '10.2.0.0/22' },
    { id: 'net_2', name: 'web', zoneId: 'zon_1', range: '10.3.0.0/22' },
  ],
  addresses: [],
  servers: [
    server('ins_1', 'net_2', { role: 'web' }),
    server('ins_2', 'net_2', { role: 'web', env: 'prod' }),
    server('ins_3', 'net_0', { role: 'db' }),
  ],
  certificates: [],
  offer: null,
  quota: { limit: 3, used: 0 },
}

test('settings survive the form unchanged', () => {
  const settings: BalancerSettings = {
    listeners: [
      { port: 443, protocol: 'https', certificateId: 'crt_1', redirectsToHttps: false },
      { port: 80, protocol: 'http', certificateId: null, redirectsToHttps: true },
    ],
    pool: {
      serverPort: 8080,
      algorithm: 'source',
      check: { protocol: 'http', path: '/sante', intervalSeconds: 10, rise: 1, fall: 2 },
      isSticky: true,
      instanceIds: ['ins_1'],
      tags: [{ key: 'role', value: 'a=b' }],
    },
  }
  expect(settingsOf(draftOf(settings))).toEqual(settings)
})

test('a check by connection has no path', () => {
  const check = { ...firstDraft.check, path: '/sante' }
  expect(settingsOf({ ...firstDraft, check }).pool.check.path).toBeNull()
})

test('servers and tags are those of the network', () => {
  const { servers, tags } = offeredServers(form, 'net_2')
  expect(servers.map(({ id }) => id)).toEqual(['ins_1', 'ins_2'])
  expect(tags).toEqual([
    { text: 'env=prod', count: 1 },
    { text: 'role=web', count: 2 },
  ])
})

test('a network with servers in a zone with balancers is preselected', () => {
  expect(preselectedNetwork(form)?.id).toBe('net_2')
  expect(preselectedNetwork({ ...form, servers: [] })?.id).toBe('net_1')
  expect(preselectedNetwork({ ...form, zones: [] })).toBeUndefined()
})

test('the name and the next port are the first free ones', () => {
  expect([freeName([]), freeName(['front']), freeName(['front-2', 'front'])]).toEqual([
    'front',
    'front-2',
    'front-3',
  ])
  expect(nextListener(firstDraft.listeners)).toMatchObject({ key: 1, port: 443, protocol: 'tcp' })
  expect(nextListener([])).toMatchObject({ key: 0, port: 80, protocol: 'http' })
  expect(nextListener(firstDraft.listeners, 'crt_1')).toMatchObject({
    port: 443,
    protocol: 'https',
    certificateId: 'crt_1',
  })
})

test.each([
  ['zoneId', 'balancer.networkId'],
  ['balancer.zoneId', 'balancer.networkId'],
  ['balancer.settings.listeners.1.port', 'balancer.settings.listeners.1'],
  ['settings.listeners', 'settings.listeners.0'],
  ['settings.pool.instanceIds.2', 'settings.pool.instanceIds'],
  ['settings.pool.check.path', 'settings.pool.check.path'],
  ['name', 'name'],
])('a refusal of %s is shown at %s', (field, shown) => {
  expect(fieldOnScreen(field)).toBe(shown)
})

test('a redirect needs a listener for HTTPS on port 443, and goes with it', () => {
  const [http] = firstDraft.listeners
  if (!http) throw new Error('one listener')
  const redirect = { ...http, redirectsToHttps: true }
  const https = { ...http, key: 1, port: 443, protocol: 'https' as const, certificateId: 'crt_1' as const }
  expect(canRedirect(redirect, [redirect, https])).toBe(true)
  expect(canRedirect({ ...redirect, port: 8080 }, [https])).toBe(false)
  expect(canRedirect(redirect, [redirect, { ...https, port: 8443 }])).toBe(false)
  expect(settingsOf({ ...firstDraft, listeners: [redirect, https] }).listeners[0]?.redirectsToHttps).toBe(
    true,
  )
  expect(settingsOf({ ...firstDraft, listeners: [redirect] }).listeners[0]?.redirectsToHttps).toBe(false)
})
