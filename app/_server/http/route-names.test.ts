import fc from 'fast-check'
import { expect, test } from 'vitest'
import { routeNames } from './route-names'

const routes = [
  '/',
  '/offres',
  '/o/[org]',
  '/o/[org]/servers',
  '/o/[org]/servers/new',
  '/o/[org]/servers/[id]',
  '/api/auth/[...nextauth]',
]
const names = routeNames(routes, new Map([['40ab', 'placeOrderAction']]))

test.each([
  ['/', '/'],
  ['/offres', '/offres'],
  ['/offres/', '/offres'],
  ['/o/org_1', '/o/[org]'],
  ['/o/org_1/servers/new', '/o/[org]/servers/new'],
  ['/o/org_1/servers/srv_2', '/o/[org]/servers/[id]'],
  ['/o/org_1/servers/srv_2/more', 'other'],
  ['/o', 'other'],
  ['/api/auth/callback/credentials', '/api/auth/[...nextauth]'],
  ['/api/auth', 'other'],
  ['/wp-login.php', 'other'],
  ['/_next/static/chunks/a.js', 'static'],
])('%s is served by %s', (pathname, route) => {
  expect(names.routeOf(pathname)).toBe(route)
})

test('the name is one of a closed list, for every path', () => {
  const known = new Set([...routes, 'static', 'other'])
  const segment = fc.oneof(
    fc.constantFrom('o', 'api', 'auth', 'servers', 'new', '..', '%2f', '__proto__'),
    fc.string(),
  )
  fc.assert(fc.property(fc.array(segment), (segments) => known.has(names.routeOf(`/${segments.join('/')}`))))
})

test('actions have their exported names, and ids of other builds none', () => {
  expect(names.actionOf('40ab')).toBe('placeOrderAction')
  expect(names.actionOf('constructor')).toBe('unknown')
})
