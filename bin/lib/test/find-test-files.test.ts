import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../root'
import { findTestFiles, listTestFiles } from './find-test-files'

const all = [
  'e2e/order.e2e.ts',
  'e2e/reliability/status.reliability.test.ts',
  'lib/ordering/order.test.ts',
  'lib/ordering/place/place-order.db.test.ts',
  'lib/hypervisors/incus/wire/https.incus.test.ts',
]

test('a path selects one file, of the kind that its name indicates', () => {
  for (const [file = '', kind = ''] of [
    ['e2e/order.e2e.ts', 'e2e'],
    ['e2e/reliability/status.reliability.test.ts', 'reliability'],
    ['lib/ordering/order.test.ts', 'unit'],
    ['lib/ordering/place/place-order.db.test.ts', 'integration'],
    ['lib/hypervisors/incus/wire/https.incus.test.ts', 'incus'],
  ]) {
    expect(findTestFiles([file], all)).toEqual({ [kind]: [file] })
    expect(findTestFiles([`./${file}`], all)).toEqual({ [kind]: [file] })
    expect(findTestFiles([path.join(root, file)], all)).toEqual({ [kind]: [file] })
  }
})

test('a part of a name selects every file that contains it, and several names add up', () => {
  expect(findTestFiles(['order.'], all)).toEqual({
    e2e: ['e2e/order.e2e.ts'],
    unit: ['lib/ordering/order.test.ts'],
    integration: ['lib/ordering/place/place-order.db.test.ts'],
  })
  expect(findTestFiles(['https', 'place-order', 'place-order.db'], all)).toEqual({
    incus: ['lib/hypervisors/incus/wire/https.incus.test.ts'],
    integration: ['lib/ordering/place/place-order.db.test.ts'],
  })
})

test('a name that matches no test gives a one-line error, whatever the others match', () => {
  expect(findTestFiles(['https', 'no-such'], all)).toBe('npm test: no test file has "no-such" in its path')
})

test('every kind of test file of the project is listed, and none of its dependencies', () => {
  const listed = listTestFiles()
  expect(Object.keys(findTestFiles([''], listed)).sort()).toEqual([
    'e2e',
    'incus',
    'integration',
    'reliability',
    'unit',
  ])
  expect(listed).toContain('repo.test.ts')
  expect(listed).toContain('bin/lib/test/find-test-files.test.ts')
  expect(listed.filter((file) => file.includes('node_modules'))).toEqual([])
})
