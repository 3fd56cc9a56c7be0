import { expect, it } from 'vitest'
import { isDatabaseAway } from './database-away'

const coded = (code: string) => Object.assign(new Error('x'), { code })

it.each(['57P01', '57014', '08006', '53300', '55P03', '40P01', 'ECONNREFUSED', 'CONNECTION_CLOSED'])(
  '%s means that the database is unavailable',
  (code) => {
    expect(isDatabaseAway(coded(code))).toBe(true)
    expect(isDatabaseAway(new Error('wrapped', { cause: coded(code) }))).toBe(true)
  },
)

it.each(['23505', '42P01', '22P02', 'ENOENT'])('%s is an error of the caller', (code) => {
  expect(isDatabaseAway(coded(code))).toBe(false)
})

it('any other failure is an error of the caller', () => {
  for (const error of [undefined, null, 'text', new Error('plain')]) expect(isDatabaseAway(error)).toBe(false)
})
