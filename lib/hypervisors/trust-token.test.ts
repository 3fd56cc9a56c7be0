import { describe, expect, it } from 'vitest'
import { readAddress, readTrustToken } from './trust-token'

const token = (over: Record<string, unknown> = {}) =>
  btoa(
    JSON.stringify({
      client_name: 'andromede',
      fingerprint: 'ab'.repeat(32),
      addresses: ['10.0.0.1:8443'],
      secret: 'c'.repeat(64),
      expires_at: '0001-01-01T00:00:00Z',
      ...over,
    }),
  )

describe('a trust token', () => {
  it('contains the certificate to expect, the addresses and the expiry', () => {
    expect(readTrustToken(`  ${token()}\n`)).toEqual({
      fingerprint: 'ab'.repeat(32),
      addresses: ['10.0.0.1:8443'],
      expiresAt: null,
    })
    expect(readTrustToken(token({ expires_at: '2026-11-25T10:00:00Z' }))?.expiresAt).toEqual(
      new Date('2026-11-25T10:00:00Z'),
    )
  })

  it.each([
    ['nothing', ''],
    ['no base64', 'é'],
    ['no JSON', btoa('hello')],
    ['no fingerprint', token({ fingerprint: 'x' })],
    ['no secret', token({ secret: undefined })],
  ])('is invalid with %s', (_what, text) => {
    expect(readTrustToken(text)).toBeNull()
  })
})

it.each([
  ['10.0.0.1', { host: '10.0.0.1', port: 8443 }],
  [' https://Incus.example.org:443/ ', { host: 'incus.example.org', port: 443 }],
  ['[fd00::1]:9443', { host: 'fd00::1', port: 9443 }],
  ['', null],
  ['http://a', null],
  ['a:0', null],
  ['a:70000', null],
  ['a b', null],
  ['a/1.0', null],
])('reads the address %j', (text, address) => {
  expect(readAddress(text)).toEqual(address)
})
