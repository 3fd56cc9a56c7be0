import { expect, test } from 'vitest'
import { childEnvironment } from './child-environment'

test('the worker of npm start gets the management ranges, and no child gets a secret of the shell', () => {
  process.env.MANAGEMENT_RANGES = '10.90.0.0/24'
  process.env.SOME_SECRET = 'x'
  const env = childEnvironment({ DATABASE_URL: 'postgres://db', INCUS_SOCKET: undefined })
  expect(env).toMatchObject({ MANAGEMENT_RANGES: '10.90.0.0/24', DATABASE_URL: 'postgres://db' })
  expect(Object.keys(env)).not.toContain('SOME_SECRET')
  expect(Object.keys(env)).not.toContain('INCUS_SOCKET')
})
