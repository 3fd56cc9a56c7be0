import { afterEach, expect, test, vi } from 'vitest'
import { faultOfKey } from '../../lib/kernel/secrets/installation-secrets'
import { buildEnvironment } from './build'

afterEach(() => vi.unstubAllEnvs())

test('a build depends on no secret of the installation that makes it', () => {
  const first = buildEnvironment('.next')
  vi.stubEnv('NEXT_SERVER_ACTIONS_ENCRYPTION_KEY', 'qTnmLGVnYFjN0kVqJ5sGdU0R6mB0yZqfXo3VjT8yH1c=')
  expect(buildEnvironment('.next')).toEqual(first)
})

test('no site starts with the public salt of a build as its key', () => {
  const { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: salt } = buildEnvironment('.next')
  expect(Buffer.from(salt, 'base64')).toHaveLength(32)
  expect(faultOfKey(salt)).toBe('is an example or easy to guess')
})
