import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { BalancerListener, BalancerPool, BalancerServer } from '../port/balancer'
import { certificatesOf, configurationOf, digestOf, modesOf } from './configuration'

const listener = (over: Partial<BalancerListener> = {}): BalancerListener => ({
  port: 80,
  protocol: 'http',
  certificate: null,
  redirectsToHttps: false,
  ...over,
})
const pool = (over: Partial<BalancerPool> = {}): BalancerPool => ({
  serverPort: 8080,
  algorithm: 'round_robin',
  check: { protocol: 'http', path: '/health', intervalSeconds: 5, rise: 2, fall: 3 },
  isSticky: false,
  ...over,
})
const one: BalancerServer = {
  instanceId: 'ins_01k00000000000000000000001',
  address: '10.0.0.12',
  isDraining: false,
}

describe('configurationOf', () => {
  it('writes listeners, their backend and its servers', () => {
    const text = configurationOf({
      listeners: [
        listener({ redirectsToHttps: true }),
        listener({ port: 443, protocol: 'https', certificate: 'PEM' }),
        listener({ port: 5432, protocol: 'tcp' }),
      ],
      pool: pool({ isSticky: true, algorithm: 'least_connections' }),
      servers: [
        one,
        { ...one, instanceId: 'ins_01k00000000000000000000002', address: '2001:db8::5', isDraining: true },
      ],
    })
    for (const line of [
      '  http-request redirect scheme https code 301',
      '  bind :443 ssl crt /etc/haproxy/certificates/443.pem alpn h2,http/1.1',
      '  default_backend pool_tcp',
      '  balance leastconn',
      '  http-check send meth GET uri /health ver HTTP/1.1 hdr Host health-check',
      '  server ins-01k00000000000000000000001 10.0.0.12:8080',
      '  server ins-01k00000000000000000000002 [2001:db8::5]:8080 disabled',
      '  stick on src',
    ])
      expect(text.split('\n')).toContain(line)
    expect(text).toMatch(/server ins-01k00000000000000000000001 10\.0\.0\.12:8080 cookie [0-9a-f]{12}\n/)
    expect(text).not.toContain('PEM')
  })

  it('writes one certificate file for each https listener', () => {
    const listeners = [listener(), listener({ port: 8443, protocol: 'https', certificate: 'PEM' })]
    expect(certificatesOf(listeners)).toEqual([
      { path: '/etc/haproxy/certificates/8443.pem', content: 'PEM' },
    ])
    expect(modesOf(listeners)).toEqual(['http'])
  })

  it('no path of a check adds a line, a word or a quote', () => {
    const plain = configurationOf({ listeners: [listener()], pool: pool(), servers: [one] }).split('\n')
    const paths = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom('\n', '\r', ' ', '\t', '"', "'", '\\', '#', '$', '%', '{', '/', 'a', '\0'),
      }),
    )
    const isDigest = /^ {2}description [0-9a-f]{64}$/
    const isCheck =
      /^ {2}http-check send meth GET uri \/[A-Za-z0-9/._~=&?+:@,%-]* ver HTTP\/1\.1 hdr Host health-check$/
    fc.assert(
      fc.property(paths, (path) => {
        const check = { ...pool().check, path }
        const lines = configurationOf({
          listeners: [listener()],
          pool: pool({ check }),
          servers: [one],
        }).split('\n')
        const changed = lines.filter((line, at) => line !== plain[at])
        return (
          lines.length === plain.length && changed.every((line) => isCheck.test(line) || isDigest.test(line))
        )
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['a server id', { servers: [{ ...one, instanceId: 'ins_x\nglobal' }] }],
    ['an address', { servers: [{ ...one, address: '10.0.0.1 check\n' }] }],
    ['a port', { pool: pool({ serverPort: 70_000 }) }],
    ['an interval', { pool: pool({ check: { ...pool().check, intervalSeconds: 0.5 } }) }],
    ['a port of a listener', { listeners: [listener({ port: Number.NaN })] }],
  ])('refuses %s that is none', (_what, over) => {
    const spec = { listeners: [listener()], pool: pool(), servers: [one], ...over }
    expect(() => configurationOf(spec)).toThrow()
  })

  it('answers challenges on port 80 before it redirects, and nowhere else', () => {
    const thumbprint = 'T'.repeat(43)
    const listeners = [
      listener({ port: 80, redirectsToHttps: true }),
      listener({ port: 8080 }),
      listener({ port: 443, protocol: 'https', certificate: 'PEM' }),
    ]
    const spec = { listeners, pool: pool(), servers: [one] }
    const text = configurationOf({ ...spec, challengeThumbprint: thumbprint })
    expect(text.match(/acme-challenge/g)).toHaveLength(1)
    const answer = text.indexOf(`lf-string "%[path,field(4,/)].${thumbprint}" if is_challenge`)
    expect(answer).toBeGreaterThan(text.indexOf('frontend listener_80\n'))
    expect(answer).toBeLessThan(text.indexOf('http-request redirect scheme https'))
    expect(configurationOf(spec)).not.toContain('acme-challenge')
    expect(digestOf({ ...spec, challengeThumbprint: thumbprint })).not.toBe(digestOf(spec))
    expect(() => configurationOf({ ...spec, challengeThumbprint: `${thumbprint} "` })).toThrow()
  })

  it('keeps its digest while a server is drained', () => {
    const drained = { listeners: [listener()], pool: pool(), servers: [{ ...one, isDraining: true }] }
    const used = { ...drained, servers: [one] }
    expect(digestOf(drained)).toBe(digestOf(used))
    expect(configurationOf(drained)).toBe(configurationOf(used).replace(/^ {2}server .*$/m, '$& disabled'))
    expect(digestOf({ ...used, servers: [{ ...one, address: '10.0.0.13' }] })).not.toBe(digestOf(used))
  })

  it('is the same text for the same content', () => {
    const servers = [newId('instance'), newId('instance')].map((instanceId, at) => ({
      ...one,
      instanceId,
      address: `10.0.0.${at + 10}`,
    }))
    const spec = { listeners: [listener()], pool: pool(), servers }
    expect(configurationOf(spec)).toBe(configurationOf(structuredClone(spec)))
  })
})
