import { afterEach, describe, expect, test, vi } from 'vitest'
import { readSettings, standardPortalProcesses } from './settings'

function read(env: Record<string, string>, args: string[] = []) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  return readSettings(args, '/project')
}
afterEach(() => vi.unstubAllEnvs())

describe('settings', () => {
  test('without any, everything is embedded, local and inside the project', () => {
    expect(read({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      operatorPort: 3001,
      consolePort: 3002,
      consoleUrl: 'http://localhost:3002',
      apiPort: 3004,
      apiUrl: 'http://localhost:3004',
      portalProcesses: standardPortalProcesses(),
      portalUrl: 'http://localhost:3000',
      operatorUrl: 'http://localhost:3001',
      dataDir: '/project/.data',
      distDir: '.next',
      databaseUrl: undefined,
      seedDemonstration: true,
      incusSocket: undefined,
      smtp: {},
    })
  })

  test('an operator’s own database gets no demonstration unless requested', () => {
    const env = { DATABASE_URL: 'postgres://u:p@db/postgres' }
    expect(read(env).seedDemonstration).toBe(false)
    expect(read(env, ['--demo']).seedDemonstration).toBe(true)
  })

  test('public addresses may differ from the listening addresses', () => {
    const env = { PORTAL_URL: 'https://cloud.example/', SMTP_URL: 'smtp://mail.example' }
    expect(read(env).portalUrl).toBe('https://cloud.example')
  })

  test('an unknown option is rejected', () => {
    expect(() => read({}, ['--prod'])).toThrow('Unknown option --prod; the only one is --demo.')
  })
})
