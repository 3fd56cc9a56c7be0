import { describe, expect, test } from 'vitest'
import { checkNewPassword } from './password-rules'

const account = {
  kind: 'account' as const,
  email: 'camille.durand@valmont-sur-mer.fr',
  organisationNames: ['Commune de Valmont'],
}

describe('a new password', () => {
  test.each([
    'quatre tasses de verveine',
    'Le héron pêche avant midi',
    'x7Kp2mQ9vLw4TzR8',
    '雪の中で静かに眠る猫と犬がいる森',
  ])('%s is accepted', (password) => {
    expect(checkNewPassword(password, account)).toBeNull()
  })

  test.each([
    ['verveine tasse', 'password_too_short'],
    [`${'une phrase '.repeat(12)}`, 'password_too_long'],
    ['motdepasse123456', 'password_common'],
    ['azertyuiopqsdfghjklm', 'password_common'],
    ['P@ssw0rd-P@ssw0rd', 'password_common'],
    ['aaaaaaaaaaaaaaaaaaaa', 'password_common'],
    ['Bonjour soleil 2026', 'password_common'],
    ['le chat de camille dort', 'password_contains_name'],
    ['vive valmont et ses quais', 'password_contains_name'],
    ['V@lm0nt et ses beaux quais', 'password_contains_name'],
  ])('%s is refused: %s', (password, fault) => {
    expect(checkNewPassword(password, account)).toBe(fault)
  })

  test('staff need one character more', () => {
    const fifteen = 'verveine et mie'
    expect(fifteen).toHaveLength(15)
    expect(checkNewPassword(fifteen, account)).toBeNull()
    expect(checkNewPassword(fifteen, { ...account, kind: 'staff' })).toBe('password_too_short')
    expect(checkNewPassword(`${fifteen}s`, { ...account, kind: 'staff' })).toBeNull()
  })
})
