import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callerAddress } from './caller-address'

const peer = '10.0.0.1'

describe('the address of a caller', () => {
  test.each<[string, string | null, number, string | null]>([
    ['without a proxy, is the peer of the connection', '203.0.113.9', 0, peer],
    ['behind one proxy, is its entry', '203.0.113.9, 192.0.2.4', 1, '192.0.2.4'],
    ['behind two proxies, is the entry of the first', '203.0.113.9, 192.0.2.4, 10.0.0.2', 2, '192.0.2.4'],
    ['behind three proxies, is the entry of the first', '192.0.2.4, 10.0.0.3, 10.0.0.2', 3, '192.0.2.4'],
    ['when a proxy was passed by, is the first entry', '192.0.2.4', 2, '192.0.2.4'],
    ['when no proxy was passed, is the peer', null, 2, peer],
    ['when the list is empty, is the peer', '', 1, peer],
    ['is unknown when the proxy wrote no address', '203.0.113.9, unknown', 1, null],
    ['is unknown when the entry of the first proxy is no address', 'x, 10.0.0.2', 2, null],
    ['loses the prefix of an IPv4 address in IPv6', '::ffff:192.0.2.4', 1, '192.0.2.4'],
    ['may be an IPv6 address', '2001:db8::7', 1, '2001:db8::7'],
  ])('%s', (_what, forwardedFor, trustedProxies, expected) => {
    expect(callerAddress({ forwardedFor, peer }, trustedProxies)).toBe(expected)
  })

  test('does not depend on what the caller claims, through any number of proxies', () => {
    fc.assert(
      fc.property(
        fc.array(fc.ipV4(), { minLength: 1, maxLength: 5 }),
        fc.option(fc.string()),
        ([caller = '', ...proxies], claim) => {
          const appended = [caller, ...proxies]
          const forwardedFor = [...(claim === null ? [] : [claim]), ...appended].join(', ')
          expect(callerAddress({ forwardedFor, peer }, appended.length)).toBe(caller)
        },
      ),
    )
  })
})
