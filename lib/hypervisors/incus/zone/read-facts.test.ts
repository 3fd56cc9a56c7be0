import { expect, it, onTestFinished } from 'vitest'
import { json, startFlakyServer } from '../../testing/flaky-server'
import { soon } from '../../testing/world'
import { isEveryAddress, readIncusFacts } from './read-facts'

/** Answers of a cluster with these listening addresses. */
function answers(url: URL, listening: Record<string, string | undefined>): unknown {
  switch (url.pathname) {
    case '/1.0':
      return {
        auth: 'trusted',
        config: { 'core.https_address': listening[url.searchParams.get('target') ?? 'n1'] },
        environment: {
          server_name: 'n1',
          server_version: '6.0',
          server_clustered: true,
          architectures: ['x86_64'],
        },
      }
    case '/1.0/cluster/members':
      return Object.keys(listening).map((name) => ({
        server_name: name,
        status: 'Online',
        url: `https://10.90.0.${name.slice(1)}:8443`,
      }))
    case '/1.0/profiles/default':
      return { devices: { root: { type: 'disk', path: '/', pool: 'default' } } }
    case '/1.0/resources':
      return { cpu: { total: 8 }, memory: { total: 2 ** 33 } }
    case '/1.0/storage-pools/default/resources':
      return { space: { total: 2 ** 40 } }
    default:
      return []
  }
}

it('reports which members of a cluster listen on all their addresses', async () => {
  const listening = { n1: '10.90.0.1:8443', n2: ':8443', n3: undefined }
  const { socketPath, stop } = await startFlakyServer([
    (request, response) => {
      const metadata = answers(new URL(request.url ?? '', 'http://incus'), listening)
      json(200, { type: 'sync', status_code: 200, metadata })(request, response)
    },
  ])
  onTestFinished(stop)
  const { members } = await readIncusFacts({ socketPath, now: () => new Date() }, soon())
  expect(members.map(({ name, listensEverywhere }) => [name, listensEverywhere])).toEqual([
    ['n1', undefined],
    ['n2', true],
    ['n3', undefined],
  ])
})

it.each([
  [':8443', true],
  ['0.0.0.0:8443', true],
  ['[::]:8443', true],
  ['[::]', true],
  ['::', true],
  ['10.90.0.1:8443', false],
  ['[fd00::1]:8443', false],
  ['', false],
  [undefined, false],
])('reads %s as all addresses or as one', (listening, isEvery) => {
  expect(isEveryAddress(listening)).toBe(isEvery)
})
