import { expect, test } from 'vitest'
import { isLoopback } from './loopback'

test.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['localhost', true],
  ['LOCALHOST', true],
  ['::1', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['::', false],
  ['', false],
  ['192.168.1.7', false],
  ['127.0.0.1.example.org', false],
  ['localhost.example.org', false],
  ['portail.example.org', false],
])('%s can be reached from this machine only: %s', (host, isOnlyHere) => {
  expect(isLoopback(host)).toBe(isOnlyHere)
})
