import { expect, test } from 'vitest'
import { verifyPassword } from '~/lib/identity/credentials/password-hash'
import { testPassword, testPasswordHash } from './password'

test('the hash in the rows of test people is that of their password', async () => {
  expect(await verifyPassword(testPasswordHash, testPassword)).toBe(true)
})
