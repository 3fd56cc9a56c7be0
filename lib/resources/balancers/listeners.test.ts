import { expect, it } from 'vitest'
import { findListenerFault, type ListenerChoice } from './listeners'

const listener = (over: Partial<ListenerChoice> = {}): ListenerChoice => ({
  port: 80,
  protocol: 'http',
  certificateId: null,
  redirectsToHttps: false,
  ...over,
})
const https = listener({ port: 443, protocol: 'https', certificateId: 'crt' })

it.each<[string, ListenerChoice[], { at: number; reason: string } | null]>([
  ['HTTP and HTTPS', [listener(), https], null],
  ['a redirect', [listener({ redirectsToHttps: true }), https], null],
  ['TCP', [listener({ port: 5432, protocol: 'tcp' })], null],
  ['none', [], { at: 0, reason: 'listeners_missing' }],
  [
    'eleven',
    Array.from({ length: 11 }, (_, at) => listener({ port: at + 1 })),
    { at: 10, reason: 'listeners_too_many' },
  ],
  ['port 0', [listener({ port: 0 })], { at: 0, reason: 'listener_port' }],
  ['port 65536', [https, listener({ port: 65_536 })], { at: 1, reason: 'listener_port' }],
  ['half a port', [listener({ port: 80.5 })], { at: 0, reason: 'listener_port' }],
  [
    'one port twice',
    [https, listener(), listener({ protocol: 'tcp' })],
    { at: 2, reason: 'listener_port_twice' },
  ],
  [
    'HTTPS without a certificate',
    [listener({ protocol: 'https' })],
    { at: 0, reason: 'listener_without_certificate' },
  ],
  ['HTTP with one', [listener({ certificateId: 'crt' })], { at: 0, reason: 'listener_with_certificate' }],
  [
    'a redirect from 8080',
    [listener({ port: 8080, redirectsToHttps: true }), https],
    { at: 0, reason: 'redirect_from_port' },
  ],
  ['a redirect of HTTPS', [{ ...https, redirectsToHttps: true }], { at: 0, reason: 'redirect_from_port' }],
  [
    'a redirect to nothing',
    [listener({ redirectsToHttps: true })],
    { at: 0, reason: 'redirect_without_https' },
  ],
])('%s', (_what, listeners, fault) => {
  expect(findListenerFault(listeners)).toEqual(fault)
})
