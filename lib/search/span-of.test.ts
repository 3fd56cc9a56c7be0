import { describe, expect, it } from 'vitest'
import { spanOf } from './span-of'

const now = new Date('2026-10-15T12:00:00Z')

describe('spanOf', () => {
  it('is open without a month and a year', () => {
    expect(spanOf(null, null, now)).toBeNull()
  })

  it('is the latest such month that has begun', () => {
    expect(spanOf(10, null, now)).toEqual({ from: '2026-10-01', before: '2026-11-01' })
    expect(spanOf(11, null, now)).toEqual({ from: '2025-11-01', before: '2025-12-01' })
    expect(spanOf(12, null, now)).toEqual({ from: '2025-12-01', before: '2026-01-01' })
  })

  it('is the month of the year, or the whole year', () => {
    expect(spanOf(12, 2024, now)).toEqual({ from: '2024-12-01', before: '2025-01-01' })
    expect(spanOf(null, 2024, now)).toEqual({ from: '2024-01-01', before: '2025-01-01' })
  })

  it('counts in Paris: the last hour of a year elsewhere is a new year there', () => {
    const newYear = new Date('2026-12-31T23:30:00Z')
    expect(spanOf(1, null, newYear)).toEqual({ from: '2027-01-01', before: '2027-02-01' })
  })
})
