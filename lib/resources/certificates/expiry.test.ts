import { expect, it } from 'vitest'
import { dueNotice, stateOfCertificate } from './expiry'

const now = new Date('2026-12-01T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)

it.each([
  [31, null, null],
  [30, null, 30],
  [30, 30, null],
  [8, 30, null],
  [7, 30, 7],
  [7, null, 7],
  [7, 7, null],
  [1, 7, 1],
  [0.5, null, 1],
  [0.5, 1, null],
  [0, null, null],
  [-1, 7, null],
])('%d days before the end, after the notice %j: %j is due', (days, notifiedDays, due) => {
  expect(dueNotice({ validTo: inDays(days), notifiedDays, renewsAt: null }, now)).toBe(due)
})

it.each([
  [31, 'valid'],
  [30, 'ending'],
  [0.1, 'ending'],
  [0, 'ended'],
  [-1, 'ended'],
])('%d days before its end a certificate is %s', (days, state) => {
  expect(stateOfCertificate(inDays(days), now)).toBe(state)
})

it.each([
  ['30 days, on the day of its renewal', 30, 0, null],
  ['7 days, of 90', 7, -23, 7],
  ['1 day, of 6', 1, -1, 1],
  ['1 day, of 3: its renewal is due now', 1, 0, null],
])('one that is renewed by itself: %s', (_what, days, renewedDays, due) => {
  const ending = { validTo: inDays(days), notifiedDays: null, renewsAt: inDays(renewedDays) }
  expect(dueNotice(ending, now)).toBe(due)
})
