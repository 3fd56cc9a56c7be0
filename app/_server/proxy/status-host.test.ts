import { expect, test } from 'vitest'
import { atStatusHost } from './status-host'

const at = (
  pathname: string,
  method = 'GET',
  host = 'etat.andromede.example',
  statusHost: string | undefined = 'etat.andromede.example',
) => atStatusHost({ host, statusHost, method, pathname })

test.each([
  ['/', 'show_page'],
  ['/etat', 'serve'],
  ['/etat/atom.xml', 'serve'],
  ['/etat/calendrier/PAR1', 'serve'],
  ['/_next/static/chunks/a.js', 'serve'],
  ['/icon.svg', 'serve'],
  ['/connexion', 'elsewhere'],
  ['/etat/abonnement/a', 'elsewhere'],
  ['/api/live/news', 'elsewhere'],
  ['/o/org_1', 'elsewhere'],
])('the response for %s is %s', (pathname, expected) => {
  expect(at(pathname)).toBe(expected)
})

test('posts are rejected', () => expect(at('/etat', 'POST')).toBe('refuse'))
test('a port and upper case change nothing', () =>
  expect(at('/', 'GET', 'ETAT.andromede.example:3000')).toBe('show_page'))
test('at another address, or without a status host, requests are unaffected', () => {
  expect(at('/connexion', 'GET', 'portail.andromede.example')).toBeNull()
  expect(
    atStatusHost({ host: 'etat.andromede.example', statusHost: undefined, method: 'GET', pathname: '/' }),
  ).toBeNull()
})
