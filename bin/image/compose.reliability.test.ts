import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missingFor } from '~/deploy/testing/podman'
import { testDistDir } from '../lib/test/steps'
import { type Docker, startDocker } from './testing/docker'

const missing = missingFor('image/docker-packages.sh')
if (missing !== null) process.stdout.write(`compose.yaml is not run: ${missing}\n`)
/** Images that were built before, in place of those of these sources. */
const { IMAGE: given, POSTGRES_IMAGE: givenPostgres } = process.env

/** deploy/compose.yaml with Docker, as in docs/operating/several-machines.md, in a network namespace without a route. */
describe.runIf(missing === null)('deploy/compose.yaml', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-compose-'))
  const secrets = path.join(folder, 'secrets')
  let docker: Docker
  const compose = (...args: string[]) =>
    docker.run('compose', '--env-file', `${secrets}/secrets.env`, '--file', 'deploy/compose.yaml', ...args)
  const up = () => compose('up', '--detach', '--no-build', '--wait', '--wait-timeout', '500')
  const idOfPreparation = () => compose('ps', '--all', '--quiet', 'prepare').trim()
  /** What `prepare` printed. */
  const preparation = () => docker.run('logs', idOfPreparation()).trim()
  const query = (sql: string) =>
    compose('exec', '--no-TTY', 'postgres', 'psql', '-U', 'postgres', '-d', 'andromede', '-Atc', sql).trim()

  beforeAll(async () => {
    const script = (name: string, ...args: string[]) =>
      execFileSync('bash', [path.resolve('bin/image', name), ...args], {
        env: { ...process.env, NEXT_DIST_DIR: testDistDir },
      })
    const tag = given ?? `localhost/andromede:compose-${process.pid}`
    const database = givenPostgres ?? `localhost/andromede-postgres:compose-${process.pid}`
    if (given === undefined) script('build.sh', tag)
    if (givenPostgres === undefined) script('postgres.sh', database)
    docker = await startDocker(path.resolve('test-results/logs-compose/dockerd.log'))
    docker.load(tag, 'andromede:latest')
    docker.load(database, 'postgres:18')
    const built = given === undefined ? [tag, `localhost/andromede-base:compose-${process.pid}`] : []
    if (givenPostgres === undefined) built.push(database)
    if (built.length > 0) execFileSync('buildah', ['rmi', '-f', ...built])
    execFileSync('bash', ['deploy/compose-secrets.sh', secrets], {
      env: {
        ...process.env,
        ...docker.environment,
        PORTAL_URL: 'http://localhost:3000',
        OPERATOR_URL: 'http://localhost:3001',
        CONSOLE_URL: 'http://localhost:3002',
        SMTP_URL: 'smtp://mail.example:25',
        SMTP_FROM: 'Cloud <cloud@cloud.example>',
      },
    })
  }, 1_800_000)

  afterAll(async () => {
    if (docker) {
      compose('down', '--volumes', '--timeout', '20')
      await docker.stop()
    }
    rmSync(folder, { recursive: true, force: true })
  }, 300_000)

  test('a preparation that fails is repeated', () => {
    compose('up', '--detach', '--no-build', '--wait', 'postgres')
    const asPostgres = (sql: string, user = 'postgres') =>
      compose('exec', '--no-TTY', 'postgres', 'psql', '-U', user, '-d', 'postgres', '-c', sql)
    asPostgres('create role helper superuser login')
    // Its administrator cannot connect.
    asPostgres('alter role postgres nologin')
    compose('up', '--detach', '--no-build', '--no-deps', 'prepare')
    const prepare = idOfPreparation()
    while (docker.run('inspect', '--format', '{{.RestartCount}}', prepare).trim() === '0');
    asPostgres('alter role postgres login', 'helper')
    up()
    // A later up runs it again, and the first lines end with a container that is replaced.
    expect(preparation().split('\n').at(-1)).toMatch(/^(new|kept)$/)
  }, 900_000)

  test('five processes are ready from nothing, and the command line works', () => {
    const health = compose('ps', '--format', '{{.Service}} {{.Health}}').trim().split('\n').sort()
    expect(health).toEqual(
      ['api', 'console', 'operator', 'portal', 'postgres', 'worker'].map((name) => `${name} healthy`),
    )
    const staff = ['staff', 'create', '--email', 'alice@cloud.example', '--name', 'Alice']
    expect(compose('run', '--rm', 'command', ...staff, '--roles', 'administrator')).toMatch(
      /^alice@cloud\.example .*\n\S{30,}\n$/,
    )
    const pages = [
      'http://127.0.0.1:3000/connexion',
      'http://127.0.0.1:3001/api/health',
      'http://127.0.0.1:3002/api/health',
      'http://127.0.0.1:3004/api/health',
    ]
    const probe = `for (const url of ${JSON.stringify(pages)}) console.log((await fetch(url)).status)`
    expect(docker.node('--input-type=module', '--eval', probe)).toBe('200\n200\n200\n')
    const metrics = `const text = await (await fetch('http://portal:9464/metrics')).text(); console.log(text.includes('andromede_'))`
    expect(compose('exec', '--no-TTY', 'worker', 'node', '--input-type=module', '--eval', metrics)).toBe(
      'true\n',
    )
  }, 900_000)

  test('an order runs, and is kept by down and up', () => {
    const read = (file: string, variable: string) =>
      new RegExp(`^${variable}='?([^'\\n]*)`, 'm').exec(
        execFileSync('cat', [file], { encoding: 'utf8' }),
      )?.[1] ?? ''
    const env = (variable: string) => read(`${secrets}/secrets.env`, variable)
    const inspect = docker.run('inspect', compose('ps', '--quiet', 'postgres').trim())
    const [address] = Object.values(
      JSON.parse(inspect)[0].NetworkSettings.Networks as Record<string, { IPAddress: string }>,
    )
    const url = (user: string, name: string) =>
      `postgres://${user}:${env(name)}@${address?.IPAddress}:5432/${user === 'postgres' ? 'postgres' : 'andromede'}`
    const ordered = docker.node('--import', 'tsx', path.resolve('bin/image/testing/order-process.ts'), {
      PORTAL_URL: 'http://localhost:3000',
      OPERATOR_URL: 'http://localhost:3001',
      ADMIN_DATABASE_URL: url('postgres', 'ADMIN_PASSWORD'),
      PORTAL_DATABASE_URL: url('andromede_portal', 'PORTAL_PASSWORD'),
      OPERATOR_DATABASE_URL: url('andromede_operator', 'OPERATOR_PASSWORD'),
      WORKER_DATABASE_URL: url('andromede_worker', 'WORKER_PASSWORD'),
      ENCRYPTION_KEY: env('ENCRYPTION_KEY'),
    })
    expect(ordered).toBe('2 orders run\n')
    const running = `select count(*) from instances where state = 'running'`
    expect(query(running)).toBe('2')
    compose('down', '--timeout', '20')
    up()
    expect(preparation()).toBe('kept')
    expect(query(running)).toBe('2')
    expect(compose('run', '--rm', 'command', 'verify-journal')).toMatch(/^the journal is whole: [1-9]/)
  }, 1_200_000)
})
