import { expect, test } from 'vitest'
import { emailField, signInInput } from './schema'

test.each([
  ['  Camille.Durand@Example.FR ', 'camille.durand@example.fr'],
  // Full-width letters and an at sign are the same mailbox.
  ['ｃamille＠example.fr', 'camille@example.fr'],
])('%s is one mailbox: %s', (typed, expected) => {
  expect(emailField.parse(typed)).toBe(expected)
})

test.each(['', 'camille', 'camille@', '@example.fr', 'a b@example.fr', `${'a'.repeat(260)}@example.fr`])(
  '%s is not an address, with an error in our own words',
  (typed) => {
    expect(emailField.safeParse(typed).error?.issues[0]?.message).toBe('email_invalid')
  },
)

test('an unknown field is rejected', () => {
  expect(signInInput.safeParse({ email: 'a@example.fr', password: 'x', role: 'owner' }).success).toBe(false)
})
