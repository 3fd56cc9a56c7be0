import { expect, test } from 'vitest'
import { dayField, periodField } from './date-fields'

test.each([
  ['2026-02-28', true],
  ['2026-02-30', false],
  ['2026-13-01', false],
  ['26-01-01', false],
  ['2026-01-01T00:00:00Z', false],
  ['', false],
])('%j is a day: %s', (text, isDay) => {
  expect(dayField.safeParse(text).success).toBe(isDay)
})

test.each([
  ['2026-01', true],
  ['2026-12', true],
  ['2026-13', false],
  ['2026-00', false],
  ['1999-12', false],
  ['2026-1', false],
  ['2026-01-01', false],
])('%j is a month: %s', (text, isMonth) => {
  expect(periodField.safeParse(text).success).toBe(isMonth)
})
