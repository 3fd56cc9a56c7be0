import { afterEach, expect, test, vi } from 'vitest'
import { canShowCode, isEmbeddedInstallation } from './code'

afterEach(() => vi.unstubAllEnvs())

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
    for (const each of ['DATABASE_URL', 'ADMIN_DATABASE_URL', 'MIGRATOR_DATABASE_URL']) vi.stubEnv(each, '')
    expect(isEmbeddedInstallation()).toBe(true)
    vi.stubEnv(name, 'postgres://db')
    expect(isEmbeddedInstallation()).toBe(false)
    vi.stubEnv('EMBEDDED', '1')
    expect(isEmbeddedInstallation()).toBe(true)
  },
)
