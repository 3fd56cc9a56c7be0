import { expect, test } from 'vitest'
import { addSeconds } from '~/lib/kernel/time/clock'
import { issueDeviceToken, knownDeviceSeconds, readDeviceToken } from './known-device'

process.env.ENCRYPTION_KEY ??= Buffer.alloc(32, 7).toString('base64')
const now = new Date('2026-11-30T10:00:00Z')
const owner = { surface: 'portal', email: 'anne@example.test' }

test('a token identifies its browser for 180 days, and the browser keeps its id when it signs in again', () => {
  const token = issueDeviceToken(owner, now)
  const id = readDeviceToken(owner, token, addSeconds(now, knownDeviceSeconds - 1))
  expect(id).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(readDeviceToken(owner, token, addSeconds(now, knownDeviceSeconds))).toBeNull()
  const later = addSeconds(now, 3600)
  expect(readDeviceToken(owner, issueDeviceToken(owner, later, id ?? ''), later)).toBe(id)
})

test('a token of another person, another site or other bytes identifies no browser', () => {
  const token = issueDeviceToken(owner, now)
  expect(readDeviceToken({ ...owner, email: 'odile@example.test' }, token, now)).toBeNull()
  expect(readDeviceToken({ ...owner, surface: 'operator' }, token, now)).toBeNull()
  const altered = [null, '', 'v1', token.slice(1), `${token}A`, token.replace(/^v1\.\d+/, 'v1.1796000000')]
  for (const other of altered) expect(readDeviceToken(owner, other, now)).toBeNull()
})
