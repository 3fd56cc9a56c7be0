import { expect, test } from 'vitest'
import { DomainError } from '~/lib/kernel/errors'
import { isDatabaseLost } from './lost-database'

const wrapped = (code: string) => new Error('query', { cause: Object.assign(new Error('driver'), { code }) })

test.each([
  'CONNECTION_CLOSED',
  'ECONNREFUSED',
  'EPIPE',
  '57P01',
  '57P03',
  '25P03',
  '08006',
  '57014',
  '0A000',
  '25006',
])('%s, raw or inside the query builder’s error, counts as a lost database', (code) => {
  expect(isDatabaseLost(Object.assign(new Error('driver'), { code }))).toBe(true)
  expect(isDatabaseLost(wrapped(code))).toBe(true)
})

test('a missing PostgreSQL socket counts as a lost database, a missing file does not', () => {
  const missing = (syscall: string) => Object.assign(new Error(syscall), { code: 'ENOENT', syscall })
  expect(isDatabaseLost(missing('connect'))).toBe(true)
  expect(isDatabaseLost(missing('open'))).toBe(false)
  expect(isDatabaseLost(Object.assign(new Error('full'), { code: 'EAGAIN', syscall: 'connect' }))).toBe(true)
})

test.each([
  ['a violated constraint', wrapped('23505')],
  ['a lock that was not had', wrapped('55P03')],
  ['a conflict of transactions', wrapped('40001')],
  ['a refusal', new DomainError('not_found')],
  ['a bug', new TypeError('x is undefined')],
  ['nothing', undefined],
])('%s does not count as a lost database', (_what, error) => {
  expect(isDatabaseLost(error)).toBe(false)
})
