import { describe, expect, test } from 'vitest'
import type { WebSurface } from '../surface'
import { planBody } from './body-plan'

const origin = 'https://portal.example'
type Given = {
  method?: string
  pathname?: string
  headers?: Record<string, string>
  hasSessionCookie?: boolean
  isOwnHop?: boolean
  surface?: WebSurface
}
const plan = ({ headers = {}, ...given }: Given = {}) =>
  planBody({
    surface: 'portal',
    method: 'POST',
    pathname: '/connexion',
    headers: new Headers({ origin, 'next-action': 'a1', 'content-length': '1000', ...headers }),
    expectedOrigin: origin,
    isOwnHop: false,
    hasSessionCookie: false,
    ...given,
  })
const upload = (headers: Record<string, string>, hasSessionCookie: boolean) =>
  planBody({
    surface: 'portal',
    method: 'POST',
    pathname: '/api/ticket-attachments',
    headers: new Headers({ origin, 'content-type': 'application/octet-stream', ...headers }),
    expectedOrigin: origin,
    isOwnHop: false,
    hasSessionCookie,
  })

test('a request without a body needs no reading', () => {
  expect(plan({ method: 'GET', headers: { 'content-length': '0' } })).toEqual({ kind: 'none' })
})

test('an action must arrive within half a minute, with or without a session', () => {
  expect(plan()).toEqual({ kind: 'read', bytes: 1000, needsSession: false, withinMs: 30_000 })
})

describe('an uploaded file', () => {
  test('without a session cookie is rejected before its body', () => {
    expect(upload({ 'content-length': '10485760' }, false)).toEqual({ kind: 'refuse', status: 401 })
  })

  test('with a session cookie is read once the session is verified', () => {
    expect(upload({ 'content-length': '10485760' }, true)).toEqual({
      kind: 'read',
      bytes: 10_485_760,
      needsSession: true,
      withinMs: 300_000,
    })
  })

  test('that is too large or of unknown length is rejected', () => {
    expect(upload({ 'content-length': '20000000' }, true)).toEqual({ kind: 'refuse', status: 413 })
    expect(upload({ 'transfer-encoding': 'chunked' }, true)).toEqual({ kind: 'refuse', status: 411 })
  })
})

test.each<[string, Given, number]>([
  ['of a foreign page', { headers: { origin: 'https://elsewhere.example' } }, 403],
  ['to a path of the other site', { pathname: '/operator/moderation' }, 404],
  ['by another method', { method: 'PUT' }, 405],
  ['with a GET', { method: 'GET' }, 400],
  ['of unknown length', { headers: { 'transfer-encoding': 'chunked', 'content-length': '' } }, 400],
  ['above what anonymous forms need', { headers: { 'content-length': '65537' } }, 413],
  ['above what actions may send', { headers: { 'content-length': '262145' }, hasSessionCookie: true }, 413],
  ['without an action', { headers: {}, pathname: '/api/live/price' }, 405],
])('a body %s is rejected', (_, given, status) => {
  expect(plan(given)).toEqual({ kind: 'refuse', status })
})

test('a request from the site to itself was checked before', () => {
  expect(plan({ isOwnHop: true, headers: { 'content-length': '99999999' } })).toEqual({ kind: 'none' })
})
