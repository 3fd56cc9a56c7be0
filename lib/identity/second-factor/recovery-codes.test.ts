import { expect, test } from 'vitest'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes'

test('ten different codes, easy to copy by hand', () => {
  const codes = newRecoveryCodes()
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}$/)
})

test('dashes and capitals do not matter, the owner of a code does', () => {
  const hash = recoveryCodeHash('acc_1', 'abcd-efgh-jkmn-pqrs')
  expect(recoveryCodeHash('acc_1', ' ABCDEFGH JKMNPQRS ')).toBe(hash)
  expect(recoveryCodeHash('acc_2', 'abcd-efgh-jkmn-pqrs')).not.toBe(hash)
})
