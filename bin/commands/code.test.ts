import { expect, test } from 'vitest'
import { canShowCode, isEmbeddedInstallation } from './code'

test.each([
  ['anne.besson@valmont.example', false, true],
  ['admin@andromede.example', false, true],
  ['anne.besson@valmont.fr', false, false],
  ['anne.besson@valmont.fr', true, true],
])('the code of %s, embedded %s: shown %s', (email, isEmbedded, isShown) => {
  expect(canShowCode(email, { isEmbedded })).toBe(isShown)
})

test.each(['DATABASE_URL', 'ADMIN_DATABASE_URL', 'MIGRATOR_DATABASE_URL'])(
  'with %s the database is not the embedded one',
  (name) => {
    const env = { NODE_ENV: 'test', [name]: 'postgres://db' } as NodeJS.ProcessEnv
    expect(isEmbeddedInstallation(env)).toBe(false)
    expect(isEmbeddedInstallation({ ...env, EMBEDDED: '1' })).toBe(true)
    expect(isEmbeddedInstallation({ NODE_ENV: 'test' })).toBe(true)
  },
)
