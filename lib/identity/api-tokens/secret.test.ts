import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isTokenSecret, newTokenSecret } from './secret'

test('new secrets differ, are one word of 58 characters, and pass their own check', () => {
  const secrets = Array.from({ length: 1_000 }, newTokenSecret)
  expect(new Set(secrets).size).toBe(1_000)
  for (const secret of secrets) {
    expect(secret).toMatch(/^andr_pat_\w{49}$/)
    expect(isTokenSecret(secret)).toBe(true)
  }
})

test('a secret with one other character is refused without the database', () => {
  const secret = newTokenSecret()
  fc.assert(
    fc.property(fc.nat(secret.length - 1), fc.constantFrom(...'0aZ9_'), (at, other) => {
      fc.pre(secret[at] !== other)
      expect(isTokenSecret(secret.slice(0, at) + other + secret.slice(at + 1))).toBe(false)
    }),
  )
})

test('other text is no secret', () => {
  fc.assert(fc.property(fc.string(), (text) => !isTokenSecret(text)))
})
