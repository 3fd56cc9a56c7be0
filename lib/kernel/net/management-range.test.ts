import { expect, test } from 'vitest'
import { isManagementRange } from './management-range'

test.each([
  '10.90.0.0/24',
  '192.168.7.1',
  '10.0.0.0/8',
  '2001:db8:90::/48',
  'fd00::1',
  'fc00::/16',
  '::1/128',
])('%s is a range', (text) => expect(isManagementRange(text)).toBe(true))

test.each([
  '',
  'lan',
  '0.0.0.0/0',
  '0.0.0.0/1',
  '10.0.0.0/7',
  '10.90.0.0/33',
  '10.90.0/24',
  '10.90.0.0/',
  '10.90.0.0/24/8',
  '10.90.0.0/-1',
  '::/0',
  '2000::/3',
  '2001:db8::/129',
  'fe80::1%eth0',
  '::ffff:10.90.0.1',
  '10.90.0.1-10.90.0.9',
])('%j is not a range', (text) => expect(isManagementRange(text)).toBe(false))
