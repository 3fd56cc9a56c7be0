import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { databaseRoles } from '../database-roles'
import { keyringFor } from '../secrets/keyring-form'
import { checkConfiguration } from './check'
import { loadConfiguration } from './load'
import { isOneLetterAway } from './misspelt'
import { fileVariableOf } from './secret-files'
import { showValue } from './show-value'
import { type ProcessName, processNames, type VariableName, variableNames, variableOf } from './variables'

const secrets = variableNames.filter((name) => variableOf(name).isSecret)
const key = 'q83vEjRWeJq83vIxMjM0NTY3ODk6Ozw9Pj9AQUJDREU='
const password = 'Zr3-kWq8-Tn5-pXv1'
const database = (role: string) => `postgres://${role}:${password}@db.example/andromede`
const server = {
  DATABASE_URL: database('andromede_portal'),
  ENCRYPTION_KEY: key,
  PORTAL_URL: 'https://cloud.example',
  OPERATOR_URL: 'https://operator.example',
}
const site = {
  ...server,
  NEXTAUTH_URL: 'https://cloud.example',
  NEXTAUTH_SECRET: key,
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key,
}
const preparation = {
  ADMIN_DATABASE_URL: database('postgres'),
  ROLE_PASSWORDS: JSON.stringify(Object.fromEntries(databaseRoles.map((role) => [role, password]))),
  ENCRYPTION_KEY: key,
}
const complete: Record<ProcessName, Record<string, string>> = {
  portal: { ...site, SURFACE: 'portal' },
  operator: { ...site, SURFACE: 'operator' },
  worker: { ...server, QUEUE_DATABASE_URL: database('andromede_queue') },
  console: server,
  api: server,
  grant: preparation,
  prepare: preparation,
  command: preparation,
  start: {},
}
const check = (process: ProcessName, env: Record<string, string> = {}) =>
  checkConfiguration({ NODE_ENV: 'production', ...complete[process], ...env }, process)

describe('the environment of a process', () => {
  test.each(processNames)('%s has no fault when it is complete', (process) => {
    expect(check(process)).toMatchObject({ faults: [], warnings: [] })
  })

  test.each(processNames)('%s names each variable that it lacks', (process) => {
    const { faults } = checkConfiguration({ NODE_ENV: 'production' }, process)
    const required = variableNames.filter((name) => variableOf(name).required?.includes(process))
    expect(faults.map((line) => line.split(' ')[0])).toEqual(required)
    for (const line of faults) expect(line).toMatch(/^[A-Z_]+ is not set(; .*)?$/)
  })

  test('what another process reads is not checked', () => {
    expect(check('console', { WORKER_JOBS: 'x', NEXTAUTH_URL: 'x' }).faults).toEqual([])
  })

  test.each<[ProcessName, VariableName, string, string]>([
    ['portal', 'SURFACE', 'shop', 'SURFACE=shop is none of portal, operator'],
    ['portal', 'PORT', 'web', 'PORT=web is not a port: give a number from 1 to 65535'],
    ['portal', 'PORT', '70000', 'PORT=70000 is not a port: give a number from 1 to 65535'],
    ['portal', 'TRUSTED_PROXY', 'yes', 'TRUSTED_PROXY=yes is not a number from 1 to 8'],
    ['console', 'TRUSTED_PROXY', '0', 'TRUSTED_PROXY=0 is not a number from 1 to 8'],
    ['portal', 'NEXTAUTH_URL', 'https://cloud.example/shop', 'is not an address of the form'],
    ['portal', 'ENCRYPTION_KEY', Buffer.alloc(31, 'x').toString('base64'), 'ENCRYPTION_KEY is not 32 bytes'],
    ['portal', 'STATUS_HOST', 'https://status.example', 'is not a host name'],
    ['operator', 'DATABASE_POOL_SIZE', 'x', 'DATABASE_POOL_SIZE=x is not a number from 1 to 1000'],
    ['worker', 'WORKER_SAGAS', '0', 'WORKER_SAGAS=0 is not a number from 1 to 10000'],
    ['worker', 'SMTP_URL', 'mail.example', 'SMTP_URL is not of the form smtps://'],
    ['worker', 'SMTP_FROM', 'Cloud', 'SMTP_FROM=Cloud is not of the form Name <name@host>'],
    ['worker', 'HEALTH_PORT', '1.5', 'HEALTH_PORT=1.5 is not a port'],
    ['console', 'CONSOLE_PORT', 'tcp://10.0.0.1:3002', 'is not a port'],
    ['prepare', 'DATABASE_NAME', 'Andromede', 'is not a name of a-z'],
    ['start', 'PORTAL_PROCESSES', '0', 'PORTAL_PROCESSES=0 is not a number from 1 to 32'],
    ['start', 'DATABASE_URL', 'mysql://u:hidden@db/x', 'DATABASE_URL is not of the form'],
    [
      'start',
      'DATABASE_URL',
      'postgres://u:ab%zz@db/x',
      'DATABASE_URL holds a % that begins no encoded character',
    ],
    ['start', 'DATABASE_URL', 'postgres://u:p@db1:5432,db2:5432/x', 'DATABASE_URL names several hosts'],
    ['start', 'CONSOLE_URL', 'wss://cloud.example', 'CONSOLE_URL=wss://cloud.example is not an address'],
    ['start', 'PORTAL_URL', 'cloud.example', 'PORTAL_URL=cloud.example is not an address'],
    ['start', 'OPERATOR_PORT', '3000', 'PORT and OPERATOR_PORT are both 3000; they must differ'],
    ['start', 'CONSOLE_PORT', '3001', 'OPERATOR_PORT and CONSOLE_PORT are both 3001; they must differ'],
  ])('%s with %s=%s is refused in one line', (process, name, value, line) => {
    const { faults } = check(process, { [name]: value })
    expect(faults).toEqual([expect.stringContaining(line)])
  })

  test('a keyring takes the place of the key, and not both are set', () => {
    const KEYRING = keyringFor('portal', [key])
    expect(check('portal', { ENCRYPTION_KEY: '', KEYRING }).faults).toEqual([])
    expect(check('portal', { KEYRING }).faults).toEqual([
      'ENCRYPTION_KEY and KEYRING are both set; leave one of them',
    ])
    expect(check('prepare', { ENCRYPTION_KEY: '', KEYRING }).faults).toEqual([
      expect.stringMatching(/^ENCRYPTION_KEY is not set/),
    ])
    expect(check('portal', { ENCRYPTION_KEY: '', KEYRING: '{}' }).faults).toEqual([
      'KEYRING is not a keyring; make it with: npm run andromede -- keys --process NAME',
    ])
  })

  test.each(['10.90.0.0/33', '10.90.0/24', '10.90.0.0/0', 'lan', '10.90.0.0/24/8'])(
    '%s is no range that a worker keeps customers from',
    (range) => {
      const { faults } = check('worker', { MANAGEMENT_RANGES: `10.0.0.0/8, ${range}` })
      expect(faults).toEqual([expect.stringContaining(' has as range 2 none of the form 10.90.0.0/24')])
    },
  )

  test('an approved platform needs its address and credentials', () => {
    const given = { BUYER_DIRECTORY: 'afnor', BUYER_DIRECTORY_URL: 'https://platform.example' }
    expect(check('portal', given).faults).toEqual(
      ['TOKEN_URL', 'CLIENT_ID', 'CLIENT_SECRET'].map(
        (name) => `BUYER_DIRECTORY_${name} is not set, and BUYER_DIRECTORY=afnor needs it`,
      ),
    )
  })

  test.each([
    { HOST: '0.0.0.0' },
    { HOST: '192.168.1.7' },
    { PORTAL_URL: 'https://cloud.example' },
    { OPERATOR_URL: 'https://operator.example' },
  ])('npm start with %j needs a mail server: all mail would be public', (env) => {
    expect(check('start', env).faults).toEqual([expect.stringContaining('without SMTP_URL')])
    expect(check('start', { ...env, SMTP_URL: 'smtp://mail.example' }).faults).toEqual([])
    expect(check('start', { ...env, DATABASE_URL: database('postgres') }).faults).toEqual([])
  })
})

describe('variables for tests', () => {
  const local = { PORTAL_URL: 'http://localhost:3000', OPERATOR_URL: 'http://operator.test' }
  const crash = { CRASH_AT: 'boot.run.after_effect@sag_00000000000000000000000000' }

  test('are refused in production, and without a mode', () => {
    for (const NODE_ENV of ['production', ''])
      expect(check('worker', { NODE_ENV, ...crash, CRASH_SIGNAL: 'SIGSTOP' }).faults).toEqual([
        'CRASH_AT is for tests, and refused in production',
        'CRASH_SIGNAL is for tests, and refused in production',
      ])
    expect(check('worker', { NODE_ENV: 'test', ...crash }).faults).toEqual([])
  })

  test('are allowed to an installation that only this machine reaches', () => {
    const testing = { ANDROMEDE_TESTING: '1', ...crash }
    expect(check('worker', { ...testing, ...local }).faults).toEqual([])
    expect(check('worker', { ...testing, ...local, PORTAL_URL: 'https://cloud.fr' }).faults).toEqual([
      'ANDROMEDE_TESTING is set, and PORTAL_URL=https://cloud.fr leads off this machine',
    ])
    expect(check('portal', { ANDROMEDE_TESTING: '1', HOST: '0.0.0.0' }).faults).toEqual([
      'ANDROMEDE_TESTING is set, and HOST=0.0.0.0 leads off this machine',
    ])
  })
})

describe('a secret from a file', () => {
  let folder: string
  const file = () => path.join(folder, 'secret')
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'andromede-secret-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
    vi.unstubAllEnvs()
  })

  test.each(['', '\n', '\r\n'])('is read without one newline at its end (%j)', (end) => {
    writeFileSync(file(), `${key}${end}`)
    const { values, faults } = check('console', { ENCRYPTION_KEY: '', ENCRYPTION_KEY_FILE: file() })
    expect(faults).toEqual([])
    expect(values).toContainEqual({ name: 'ENCRYPTION_KEY', value: key, origin: 'file' })
  })

  test('is put where the process reads it', () => {
    writeFileSync(file(), key)
    for (const name of variableNames) vi.stubEnv(name, complete.console[name] ?? '')
    vi.stubEnv('ENCRYPTION_KEY', '')
    vi.stubEnv('ENCRYPTION_KEY_FILE', file())
    loadConfiguration('console')
    expect([process.env.ENCRYPTION_KEY, process.env.ENCRYPTION_KEY_FILE]).toEqual([key, undefined])
  })

  test.each<[string, string, RegExp]>([
    ['two newlines', `${key}\n\n`, /^ENCRYPTION_KEY is not 32 bytes/],
    ['nothing', '\n', /^ENCRYPTION_KEY_FILE names an empty file$/],
    ['a long text', 'x'.repeat(70_000), /^ENCRYPTION_KEY_FILE names a file longer than any secret$/],
  ])('with %s is a fault', (_what, content, line) => {
    writeFileSync(file(), content)
    const { faults } = check('console', { ENCRYPTION_KEY: '', ENCRYPTION_KEY_FILE: file() })
    expect(faults).toEqual([expect.stringMatching(line)])
  })

  test('that is missing, or is set twice, is one fault', () => {
    const none = check('console', { ENCRYPTION_KEY: '', ENCRYPTION_KEY_FILE: file() })
    expect(none.faults).toEqual(['ENCRYPTION_KEY_FILE names a file that cannot be read (ENOENT)'])
    writeFileSync(file(), key)
    expect(check('console', { ENCRYPTION_KEY_FILE: file() }).faults).toEqual([
      'ENCRYPTION_KEY and ENCRYPTION_KEY_FILE are both set; leave one of them',
    ])
  })

  test('that is a device without an end is read in part', () => {
    const { faults } = check('console', { ENCRYPTION_KEY: '', ENCRYPTION_KEY_FILE: '/dev/zero' })
    expect(faults).toEqual(['ENCRYPTION_KEY_FILE names a file longer than any secret'])
  })

  /** Texts that go wrong in the ways of secrets: quoting slips, addresses without encoding, several lines. */
  const odd = fc.stringMatching(/^S3CRET[a-zA-Z0-9+/=@:#?%&"'{} ,.-]{4,24}TERCE3$/)
  const around = fc.constantFrom(
    (secret: string) => secret,
    (secret: string) => `postgres://andromede_portal:${secret}@db.example/andromede`,
    (secret: string) => `postgres://andromede_portal:${encodeURIComponent(secret)}@db.example/andromede`,
    (secret: string) => `postgres://db.example/andromede?password=${secret}`,
    (secret: string) => `smtp://${secret}:${secret}@mail.example:25`,
    (secret: string) => `{"andromede_portal":"${secret}"}`,
    (secret: string) => `{"andromede_portal":"${secret}}`,
    (secret: string) => `${secret}\n${secret}`,
  )

  test('appears in no fault, warning or shown configuration, not even in part', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...processNames),
        fc.constantFrom(...secrets),
        odd,
        around,
        fc.constantFrom('value', 'content', 'name of the file'),
        (process, name, secret, wrap, place) => {
          if (place === 'content') writeFileSync(file(), wrap(secret))
          const given =
            place === 'value'
              ? { [name]: wrap(secret) }
              : { [name]: '', [fileVariableOf(name)]: place === 'content' ? file() : wrap(secret) }
          const { values, faults, warnings } = check(process, given)
          const shown = values.map((each) => showValue(each.name, each.value))
          expect([...faults, ...warnings, ...shown].join('\n')).not.toMatch(/S3CRET|TERCE3/)
          for (const line of [...faults, ...shown]) expect(line).not.toContain('\n')
        },
      ),
      { numRuns: 500 },
    )
  })
})

test.each(['https://me:s3cret@mirror.example', 'https://:s3cret@mirror.example'])(
  'an address of a service with credentials is a fault that does not quote them (%s)',
  (address) => {
    const { faults } = check('portal', { COMPANY_DIRECTORY_URL: address })
    expect(faults).toEqual(['COMPANY_DIRECTORY_URL is not an address of the form https://name/path'])
  },
)

test('an address is shown without its password', () => {
  expect(showValue('DATABASE_URL', database('andromede_worker'))).toBe(
    'postgres://andromede_worker:***@db.example/andromede',
  )
  expect(showValue('SMTP_URL', 'smtps://token:token@mail.example:465')).toBe('smtps://***@mail.example:465')
  expect(showValue('PORTAL_URL', `https://me:${password}@cloud.example`)).toBe('set')
  expect(showValue('ENCRYPTION_KEY', key)).toBe('set')
})

describe('a name that nothing reads', () => {
  const warnings = (env: Record<string, string>) => check('start', env).warnings

  test.each([
    ['DATABSE_URL', 'DATABASE_URL'],
    ['NEXT_AUTH_URL', 'NEXTAUTH_URL'],
    ['ENCRYPTOIN_KEY', 'ENCRYPTION_KEY'],
    ['ENCRYPTION_KEY_FIEL', 'ENCRYPTION_KEY_FILE'],
    ['WORKER_JOB', 'WORKER_JOBS'],
  ])('%s is reported as %s', (name, meant) => {
    expect(warnings({ [name]: 's3cret' })).toEqual([`${name} is not read; is ${meant} meant?`])
  })

  test('is reported with our prefix, or as the file of one that is no secret', () => {
    expect(warnings({ ANDROMEDE_TEST: '1', PORT_FILE: '/x' })).toEqual([
      'ANDROMEDE_TEST is not read: there is no such variable',
      'PORT_FILE is not read: PORT is no secret, and comes from the environment alone',
    ])
  })

  test('is not reported when it is another program’s', () => {
    const others = [
      'PATH',
      'HOSTNAME',
      'POST',
      'ANDROMEDE_SERVICE_HOST',
      'ANDROMEDE_PORT_3000_TCP_ADDR',
      'XDG_DATA_DIRS',
    ]
    expect(warnings(Object.fromEntries(others.map((name) => [name, 'x'])))).toEqual([])
  })

  test('is one letter away after any single change, and not after none', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z]{8,12}$/),
        fc.nat(7),
        fc.constantFrom('_', '9'),
        (name, at, letter) => {
          const [head, tail] = [name.slice(0, at), name.slice(at)]
          expect(isOneLetterAway(name, name)).toBe(false)
          expect(isOneLetterAway(`${head}${letter}${tail}`, name)).toBe(true)
          expect(isOneLetterAway(`${head}${tail.slice(1)}`, name)).toBe(true)
          expect(isOneLetterAway(`${head}${letter}${tail.slice(1)}`, name)).toBe(true)
          expect(isOneLetterAway(`${head}${letter}${letter}${tail}`, name)).toBe(false)
        },
      ),
    )
  })

  test('is no name of ours', () => {
    for (const name of variableNames) expect(warnings({ [name]: '1' })).toEqual([])
  })
})
