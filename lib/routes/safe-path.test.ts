import { expect, test } from 'vitest'
import { safePath } from './safe-path'

test.each(['/compte', '/o/org_1/order?bundle=x&zone=y', '/'])('%s is a path of this site', (path) => {
  expect(safePath(path)).toBe(path)
})

test.each([
  'https://example.org',
  '//example.org',
  '/\\example.org',
  '/a\\b',
  '/\t/example.org',
  'javascript:alert(1)',
  '',
  undefined,
  ['/a'],
  `/${'a'.repeat(600)}`,
])('%s is not', (path) => {
  expect(safePath(path)).toBeNull()
})
