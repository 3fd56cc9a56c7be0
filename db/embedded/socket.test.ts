import { expect, test } from 'vitest'
import { socketFolderOf } from './socket'

test('the socket folder is next to its cluster if the address is short enough, counted in bytes', () => {
  const fits = `/${'a'.repeat(103 - '/-socket/.s.PGSQL.54321'.length)}`
  expect(socketFolderOf(fits, 54_321)).toBe(`${fits}-socket`)
  expect(socketFolderOf(`${fits}a`, 54_321)).toBeNull()
  expect(socketFolderOf(`${fits.slice(0, -1)}é`, 54_321)).toBeNull()
})
