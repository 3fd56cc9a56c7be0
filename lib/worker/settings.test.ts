import { expect, test } from 'vitest'
import { testEncryptionKey } from '~/db/testing/template'
import { readWorkerSettings } from './settings'

const read = (MANAGEMENT_RANGES?: string) =>
  readWorkerSettings({
    NODE_ENV: 'test',
    QUEUE_DATABASE_URL: 'postgres://q',
    DATABASE_URL: 'postgres://d',
    ENCRYPTION_KEY: testEncryptionKey,
    MANAGEMENT_RANGES,
  }).managementRanges

test('management ranges are separated by commas or spaces', () => {
  expect(read()).toEqual([])
  expect(read('10.90.0.0/24, 192.168.7.1 10.0.0.0/8')).toEqual(['10.90.0.0/24', '192.168.7.1', '10.0.0.0/8'])
})

test.each(['10.90.0.0/33', '10.90.0/24', '10.90.0.0/0', 'lan', '10.90.0.0/24/8'])(
  '%s is refused',
  (range) => {
    expect(() => read(range)).toThrow(`MANAGEMENT_RANGES: ${range} is not a range`)
  },
)
