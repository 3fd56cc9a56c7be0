import { expect, test } from 'vitest'
import { dummyHash, hashPassword, verifyPassword } from './password-hash'

/** Returns variant, version, memory and passes of a hash. */
const cost = (hash: string) => hash.split('$').slice(1, 4).join('$')

test('a password is verified at the cost at which it would be hashed, for known and unknown people', async () => {
  const hash = await hashPassword('voyage dans andromede')
  expect(cost(hash)).toBe('argon2id$v=19$m=19456,t=2,p=1')
  expect(await verifyPassword(hash, 'voyage dans andromede')).toBe(true)
  expect(await verifyPassword(hash, 'voyage dans la lune')).toBe(false)
  expect(cost(dummyHash)).toBe(cost(hash))
  expect(await verifyPassword(null, 'voyage dans andromede')).toBe(false)
})

test('verifications for unknown people count towards the limit on concurrent ones', async () => {
  // Two are computed and twenty wait.
  const results = await Promise.allSettled(
    Array.from({ length: 23 }, () => verifyPassword(null, 'voyage dans andromede')),
  )
  expect(results.filter(({ status }) => status === 'rejected')).toMatchObject([
    { reason: { code: 'rate_limited' } },
  ])
})
