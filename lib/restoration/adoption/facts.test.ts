import { expect, test } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { readFacts } from './facts'

const now = new Date('2026-11-24T10:00:00Z')

test.each([
  ['a size of ten digits, which no row holds', '9999999999 GiB', 'facts_missing'],
  ['a size of seven digits', '9999999 GiB', { sizeGib: 9_999_999 }],
])('%s', (_title, size, expected) => {
  const details = { createdAt: now.toISOString(), size, copyOf: newId('volume'), pool: 'par1-fast' }
  const facts = readFacts({ kind: 'volume', subject: newId('backup'), details }, now)
  if (typeof expected === 'string') expect(facts).toBe(expected)
  else expect(facts).toMatchObject(expected)
})
