import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundlePrograms, type Program, programOf } from './bundle.ts'
import { bundleAndromede } from './bundle-andromede.ts'
import { root } from './root.ts'
import { hashedSources } from './source-hash.ts'

const folder = path.join('test-results', `programs-${process.pid}`)
let bundled: string[]

beforeAll(async () => {
  bundled = await bundlePrograms(folder)
})
afterAll(() => rmSync(path.join(root, folder), { recursive: true, force: true }))

test('a change to any source of a program requires a new build', () => {
  const ours = bundled.filter((file) => !file.startsWith('node_modules/'))
  expect(ours).toContain('lib/worker/main.ts')
  expect(ours).toContain('lib/console/gateway/main.ts')
  const hashed = new Set(hashedSources())
  expect(ours.filter((file) => !hashed.has(file))).toEqual([])
})

/** Like on a separate machine: with only the given environment. */
const start = (program: Program, env: Record<string, string>) =>
  spawnSync(process.execPath, [programOf(folder, program)], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...env },
    // A program that rejects nothing would wait for its database.
    timeout: 30_000,
    encoding: 'utf8',
  })
const key = () => randomBytes(32).toString('base64')
const database = 'postgres://andromede@127.0.0.1:1/andromede'
const addresses = { PORTAL_URL: 'http://localhost:1', OPERATOR_URL: 'http://localhost:2' }
const complete = {
  site: {
    SURFACE: 'portal',
    NEXTAUTH_URL: 'http://localhost:1',
    ...addresses,
    DATABASE_URL: database,
    NEXTAUTH_SECRET: key(),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key(),
    ENCRYPTION_KEY: key(),
  },
  worker: { ...addresses, DATABASE_URL: database, QUEUE_DATABASE_URL: database, ENCRYPTION_KEY: key() },
  console: { DATABASE_URL: database, PORTAL_URL: 'http://localhost:1', ENCRYPTION_KEY: key() },
} as const

test('a program runs from one file, and its errors name the lines of its sources', () => {
  const exit = encodeURIComponent('process.exit = () => { throw new Error() }')
  const NODE_OPTIONS = `--import=data:text/javascript,${exit}`
  const { status, stderr } = start('worker', { ...complete.worker, CRASH_AT: 'nowhere', NODE_OPTIONS })
  expect(status).toBe(1)
  expect(stderr).toContain('CRASH_AT=nowhere is not of the form')
  expect(stderr).toContain(path.join(root, 'lib/worker/main.ts'))
})

test.each([
  ['site', 'SURFACE=shop is none of portal, operator'],
  ['worker', 'WORKER_JOBS=none is not a number from 1 to 1000'],
  ['console', 'CONSOLE_PORT=web is not a port: give a number from 1 to 65535'],
] as const)('the program %s ends with one line per fault', (program, line) => {
  const faulty = {
    SURFACE: 'shop',
    WORKER_JOBS: 'none',
    CONSOLE_PORT: 'web',
    RATE_LIMIT_FACTOR: '9',
    LOG_LEVEL: 'x',
  }
  const { PORTAL_URL: _, ...most } = complete[program]
  const { status, stdout, stderr } = start(program, {
    ...most,
    ...faulty,
    DATABASE_POOL_SIZE: 'x',
    DATABSE_URL: weak,
  })
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr.trim().split('\n').sort()).toEqual(
    [
      line,
      'PORTAL_URL is not set',
      'DATABASE_POOL_SIZE=x is not a number from 1 to 1000',
      'LOG_LEVEL=x is none of trace, debug, info, warn, error, fatal, silent',
      ...(program === 'site' ? ['RATE_LIMIT_FACTOR is for tests, and refused in production'] : []),
      'warning: DATABSE_URL is not read; is DATABASE_URL meant?',
    ].sort(),
  )
})

const example = 'changeme'.repeat(5).concat('cha=')
const weak = 'postgres://andromede_portal:andromede@127.0.0.1:1/andromede'
test.each([
  ['site', 'NEXTAUTH_SECRET', example],
  ['site', 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY', ''],
  ['site', 'ENCRYPTION_KEY', Buffer.alloc(32).toString('base64')],
  ['site', 'DATABASE_URL', weak],
  ['worker', 'ENCRYPTION_KEY', example],
  ['worker', 'ENCRYPTION_KEY', ''],
  ['worker', 'QUEUE_DATABASE_URL', weak],
  ['console', 'ENCRYPTION_KEY', example],
  ['console', 'DATABASE_URL', weak],
] as const)(
  'the program %s rejects a %s of "%s" in one line that does not quote it',
  (program, name, value) => {
    const { status, stdout, stderr } = start(program, { ...complete[program], [name]: value })
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(new RegExp(`^(The password in )?${name} .*openssl rand.*\n$`))
    if (value) expect(stderr).not.toContain(value)
    expect(stderr).not.toContain(':andromede@')
  },
)

const several = `postgres://andromede_portal:${key().slice(0, 20).replace(/\W/g, 'x')}@db1:5432,db2:5432/andromede`
test.each([
  ['site', 'DATABASE_URL'],
  ['worker', 'DATABASE_URL'],
  ['worker', 'QUEUE_DATABASE_URL'],
  ['console', 'SIMULATOR_DATABASE_URL'],
] as const)(
  'the program %s rejects several hosts in %s in one line that does not quote it',
  (program, name) => {
    const { status, stdout, stderr } = start(program, { ...complete[program], [name]: several })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toBe(
      `${name} names several hosts; set one address that always leads to the primary, such as a proxy, a virtual address or a service\n`,
    )
  },
)

test('the command line runs from one file, in any working directory, and finds the migrations', async () => {
  const program = await bundleAndromede()
  const { status, stdout } = spawnSync(process.execPath, [program, 'help'], { cwd: '/', encoding: 'utf8' })
  expect(stdout).toContain('prepare-database')
  expect(status).toBe(0)
  const file = readFileSync(program, 'utf8')
  expect(file).toContain(JSON.stringify(path.join(root, 'db/migrator')))
  expect(await bundleAndromede()).toBe(program)
})
