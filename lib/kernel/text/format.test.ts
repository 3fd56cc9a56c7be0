import { describe, expect, test } from 'vitest'
import {
  formatAmount,
  formatBilledMebibytes,
  formatBytesPerSecond,
  formatCountry,
  formatDate,
  formatDateTime,
  formatDayAndTime,
  formatDuration,
  formatElapsedMs,
  formatGb,
  formatGib,
  formatHourlyAmount,
  formatHourlyPrice,
  formatKib,
  formatMebibytes,
  formatMib,
  formatMibPair,
  formatMinute,
  formatMoney,
  formatMonthName,
  formatPermille,
  formatRelative,
  formatShare,
  formatTime,
  formatTimestamp,
  formatWholeEuros,
} from './format'

/** No-break spaces are right in print and unreadable in a test. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('amounts', () => {
  test.each([
    [123_456n, 'fr', '1 234,56 €'],
    [123_456n, 'en', '€1,234.56'],
    [5n, 'fr', '0,05 €'],
    [0n, 'fr', '0,00 €'],
    [-1_240n, 'fr', '−12,40 €'],
    [9_007_199_254_740_993n, 'fr', '90 071 992 547 409,93 €'],
  ] as const)('%s cents in %s read %s', (cents, locale, expected) => {
    expect(plain(formatMoney(cents, locale))).toBe(expected)
  })

  test('an amount in a column with a unit in its header has no unit', () => {
    expect(plain(formatAmount(7_056n, 'fr'))).toBe('70,56')
  })

  test.each([
    [4_900_000n, '0,0490 €'],
    [4_905_000n, '0,0491 €'],
    [4_904_999n, '0,0490 €'],
    [123_456_780_000n, '1 234,5678 €'],
  ] as const)('%s micro-cents an hour read %s', (microCents, expected) => {
    expect(plain(formatHourlyPrice(microCents, 'fr'))).toBe(expected)
    expect(plain(formatHourlyAmount(microCents, 'fr'))).toBe(expected.replace(' €', ''))
  })
})

describe('quantities', () => {
  test('memory and storage use the units of the language', () => {
    expect(plain(formatGib(8, 'fr'))).toBe('8 Gio')
    expect(plain(formatGib(8, 'en'))).toBe('8 GiB')
    expect(plain(formatGb(1_200, 'fr'))).toBe('1 200 Go')
    expect(plain(formatMib(7_680, 'fr'))).toBe('7,5 Gio')
    expect(plain(formatMib(512, 'en'))).toBe('512 MiB')
  })

  test('gibibytes have one decimal at most, except on an invoice', () => {
    expect(plain(formatGib(1_110.386, 'fr'))).toBe('1 110,4 Gio')
    expect(plain(formatMebibytes(1_137_036, 'fr'))).toBe('1 110,4 Gio')
    expect(plain(formatMebibytes(700, 'en'))).toBe('700 MiB')
    expect(plain(formatMebibytes(2_097_152n, 'en'))).toBe('2 TiB')
    expect(plain(formatBilledMebibytes(1_137_036n, 'en'))).toBe('1,110.387 GiB')
    expect(plain(formatBilledMebibytes(1_048_576, 'en'))).toBe('1,024 GiB')
  })

  test('a part and its whole share one unit', () => {
    const pair = (part: number, whole: number) => formatMibPair(part, whole, 'en').map(plain).join(' of ')
    expect(pair(1_137_036, 1_048_576)).toBe('1,110.4 of 1,024 GiB')
    expect(pair(512, 8_192)).toBe('0.5 of 8 GiB')
    expect(pair(128, 512)).toBe('128 of 512 MiB')
    expect(pair(0, 1_048_576)).toBe('0 of 1,024 GiB')
    expect(pair(3, 1_048_576)).toBe('< 0.1 of 1,024 GiB')
  })

  test.each([
    [0, '0 s'],
    [40.9, '40 s'],
    [787, '13 min 07 s'],
    [7_800, '2 h 10 min'],
    [273_600, '3 j 4 h'],
    [-3, '0 s'],
  ])('%s seconds read %s', (seconds, expected) => {
    expect(plain(formatDuration(seconds, 'fr'))).toBe(expected)
  })

  test('a duration below ten seconds shows tenths', () => {
    expect(
      [0, 999, 1_234, 45_600, 1_250_000, 3e9].map((bytes) => plain(formatBytesPerSecond(bytes, 'fr'))),
    ).toEqual(['0 o/s', '999 o/s', '1,2 ko/s', '46 ko/s', '1,3 Mo/s', '3 Go/s'])
    expect(plain(formatBytesPerSecond(1_234, 'en'))).toBe('1.2 kB/s')
    const at = new Date('2026-11-25T13:05:00Z')
    expect([formatTime(at, 'fr'), formatDayAndTime(at, 'fr')]).toEqual(['14:05', '25/11 14:05'])
    expect(plain(formatElapsedMs(1_840, 'fr'))).toBe('1,8 s')
    expect(plain(formatElapsedMs(61_000, 'en'))).toBe('1 min 01 s')
  })

  test('a share of nothing is 0 %', () => {
    expect(plain(formatShare(3, 0, 'fr'))).toBe('0 %')
    expect(plain(formatShare(7, 10, 'fr'))).toBe('70 %')
    expect(plain(formatPermille(25n, 'fr'))).toBe('+2,5 %')
    expect(plain(formatPermille(-100n, 'fr'))).toBe('−10,0 %')
    expect(plain(formatPermille(0n, 'en'))).toBe('0.0%')
  })
})

test.each([
  [0, 1_450, '0 %'],
  [1, 1_450, '< 1 %'],
  [14, 1_450, '< 1 %'],
  [15, 1_450, '1 %'],
  [1_450, 1_450, '100 %'],
])('%i of %i is %s: what is used is never shown as nothing', (part, whole, expected) => {
  expect(plain(formatShare(part, whole, 'fr'))).toBe(expected)
})

describe('instants', () => {
  const summer = new Date('2026-07-14T22:30:00Z')

  test('an instant is shown in Paris time', () => {
    expect(plain(formatDateTime(summer, 'fr'))).toBe('15 juillet 2026 à 00:30')
    expect(plain(formatDate(summer, 'en'))).toBe('15 July 2026')
    const first = new Date('2026-12-01T12:00:00Z')
    expect(plain(formatDate(first, 'fr'))).toBe('1er décembre 2026')
    expect(plain(formatDate(first, 'en'))).toBe('1 December 2026')
    expect(plain(formatTimestamp(summer, 'fr'))).toBe('15/07/2026 00:30:00')
    expect(plain(formatMinute(summer, 'fr'))).toBe('15/07/2026 00:30')
    expect(formatMonthName('2026-07', 'en')).toBe('Jul')
    expect(plain(formatKib(1_025, 'en'))).toBe('2 KiB')
    expect(plain(formatWholeEuros(123_450n, 'fr'))).toBe('1 235 €')
    expect(plain(formatWholeEuros(-50n, 'en'))).toBe('−€1')
    expect(plain(formatMinute(summer, 'en'))).toBe('15/07/2026 00:30')
  })

  test.each([
    [-180, 'il y a 3 minutes'],
    [7_300, 'dans 2 heures'],
    [0, 'maintenant'],
    [-90_000, 'hier'],
  ])('%s seconds away reads %s', (offset, expected) => {
    expect(plain(formatRelative(new Date(summer.getTime() + offset * 1_000), summer, 'fr'))).toBe(expected)
  })
})

test('countries have their name in the language of the page, and an unknown code stays', () => {
  expect(formatCountry('DE', 'fr')).toBe('Allemagne')
  expect(formatCountry('DE', 'en')).toBe('Germany')
  expect(formatCountry('QZ', 'fr')).toBe('QZ')
})
