import { expect, test } from 'vitest'
import { enrolmentSecret, enrolmentUri, totpCode, totpStep } from './totp'

process.env.ENCRYPTION_KEY ??= Buffer.alloc(32, 7).toString('base64')
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const at = (seconds: number) => new Date(seconds * 1000)
const now = 1_800_000_015

test.each([
  [-60, false],
  [-30, true],
  [0, true],
  [30, true],
  [60, false],
])('a code of %s seconds away is right: %s', (offset, isRight) => {
  const step = totpStep(secret, totpCode(secret, at(now + offset)), at(now))
  expect(step).toBe(isRight ? BigInt(Math.floor((now + offset) / 30)) : null)
})

test('spaces in a code are ignored; anything else is not a code', () => {
  const code = totpCode(secret, at(now))
  expect(totpStep(secret, `${code.slice(0, 3)} ${code.slice(3)}`, at(now))).not.toBeNull()
  for (const other of ['', '12345', `${code}0`, 'abcdef', '١٢٣٤٥٦'])
    expect(totpStep(secret, other, at(now))).toBeNull()
})

test('the offered secret is stable for a session and unlike any other', () => {
  const offered = enrolmentSecret('account', 'acc_1', 'session')
  expect(offered).toMatch(/^[A-Z2-7]{32}$/)
  expect(enrolmentSecret('account', 'acc_1', 'session')).toBe(offered)
  expect(enrolmentSecret('account', 'acc_2', 'session')).not.toBe(offered)
  expect(enrolmentSecret('account', 'acc_1', 'other')).not.toBe(offered)
  expect(enrolmentSecret('staff', 'acc_1', 'session')).not.toBe(offered)
  expect(enrolmentUri(offered, 'a@example.fr', 'Andromède')).toContain(`secret=${offered}`)
})
