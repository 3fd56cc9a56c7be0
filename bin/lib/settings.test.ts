import { describe, expect, test } from 'vitest'
import { readSettings, standardPortalProcesses } from './settings'

const read = (env: Record<string, string>, args: string[] = []) =>
  readSettings(env as unknown as NodeJS.ProcessEnv, args, '/project')

describe('settings', () => {
  test('without any, everything is embedded, local and inside the project', () => {
    expect(read({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      operatorPort: 3001,
      consolePort: 3002,
      consoleUrl: 'http://localhost:3002',
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

  test.each([
    [{ PORT: 'web' }, 'PORT=web is not a port'],
    [{ PORT: '70000' }, 'PORT=70000 is not a port'],
    [{ OPERATOR_PORT: '3000' }, 'must differ'],
    [{ CONSOLE_PORT: '3001' }, 'must differ'],
    [{ CONSOLE_URL: 'wss://cloud.example' }, 'CONSOLE_URL=wss://cloud.example is not an address'],
    [{ PORTAL_PROCESSES: '0' }, 'PORTAL_PROCESSES=0 is not a number from 1 to 32'],
    [{ DATABASE_URL: 'mysql://u:hidden@db/x' }, 'DATABASE_URL is not of the form'],
    [{ DATABASE_URL: 'postgres://u:ab%zz@db/x' }, 'DATABASE_URL holds a % that begins no encoded character'],
    [{ DATABASE_URL: 'postgres://u:p@db1:5432,db2:5432/x' }, 'DATABASE_URL names several hosts'],
    [{ PORTAL_URL: 'cloud.example' }, 'PORTAL_URL=cloud.example is not an address'],
  ])('%j is rejected with its name', (env, text) => {
    expect(() => read(env)).toThrow(text)
  })

  test.each([
    [{ HOST: '0.0.0.0' }],
    [{ HOST: '192.168.1.7' }],
    [{ PORTAL_URL: 'https://cloud.example' }],
    [{ OPERATOR_URL: 'https://operator.example' }],
  ])('%j without a mail server is rejected: all mail would be public', (env) => {
    expect(() => read(env)).toThrow('without SMTP_URL')
    expect(read({ ...env, SMTP_URL: 'smtp://mail.example' }).smtp).toEqual({
      SMTP_URL: 'smtp://mail.example',
    })
    expect(read({ ...env, DATABASE_URL: 'postgres://u:p@db/postgres' }).smtp).toEqual({})
  })

  test('an error never repeats the database password', () => {
    expect(() => read({ DATABASE_URL: 'mysql://u:hidden@db/x' })).not.toThrow(/hidden/)
  })
})
