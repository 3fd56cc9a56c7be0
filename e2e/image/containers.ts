import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { roleUrls } from '../../bin/lib/roles'
import { makeSecrets } from '../../bin/lib/secrets'
import { openContainerNetwork, podman } from '../../deploy/testing/podman'
import { type DatabaseRole, loginsOf, type RolePasswords } from '../../lib/kernel/database-roles'
import type { KeyHolder } from '../../lib/kernel/secrets/purposes'

/** Each container with the last part of its address. */
const hosts = {
  postgres: 10,
  portal: 11,
  'portal-2': 12,
  operator: 13,
  worker: 14,
  console: 15,
  api: 16,
} as const
export type Container = keyof typeof hosts
export type ProductContainer = Exclude<Container, 'postgres'>
const holderOf = {
  portal: 'portal',
  'portal-2': 'portal',
  operator: 'operator',
  worker: 'worker',
  console: 'console',
  api: 'api',
} as const satisfies Record<ProductContainer, KeyHolder>
const healthPort = 3003
const probedApart: readonly ProductContainer[] = ['worker', 'console', 'api']
const portOf = (name: ProductContainer) => (probedApart.includes(name) ? healthPort : 3000)
const program = (name: string) => ['node', `.next/programs/${name}.mjs`]
const commandOf = {
  portal: [],
  operator: [],
  worker: program('worker'),
  console: program('console'),
  api: program('api'),
}
/** What an operator adds: docs/operating/images.md. */
export const confined = [
  '--read-only',
  '--tmpfs',
  '/tmp',
  '--cap-drop',
  'all',
  '--security-opt',
  'no-new-privileges',
]

export type Containers = Awaited<ReturnType<typeof openContainers>>

/**
 * PostgreSQL and the processes of `image` in a network without a route, each started as in docs/operating/images.md. Their
 * database is prepared; none of the processes runs yet.
 */
export async function openContainers({
  image,
  postgresImage,
  portalUrl,
}: {
  image: string
  postgresImage: string
  portalUrl: string
}) {
  const prefix = `andromede-image-${randomBytes(4).toString('hex')}`
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-image-'))
  const network = await openContainerNetwork(prefix)
  const nameOf = (name: Container) => `${prefix}-${name}`
  const addressOf = (name: Container) => network.addressOf(hosts[name])
  const created: string[] = []
  const secrets = makeSecrets()
  const adminPassword = randomBytes(24).toString('hex')
  const adminUrl = `postgres://postgres:${adminPassword}@${addressOf('postgres')}:5432/postgres`
  let passwords: RolePasswords = secrets.rolePasswords
  const addressOfRole = (role: DatabaseRole) => roleUrls(adminUrl, passwords)[role]
  const operatorUrl = 'http://localhost:3001'
  const sites = { PORTAL_URL: portalUrl, OPERATOR_URL: operatorUrl }

  function environmentFile(name: string, environment: Record<string, string>): string {
    const file = path.join(folder, `${name}.env`)
    const lines = Object.entries(environment).map((pair) => pair.join('='))
    writeFileSync(file, lines.join('\n'), { mode: 0o600 })
    return file
  }

  /** The output of one command of the image. */
  const runCommand = (environment: Record<string, string>, ...words: string[]) =>
    podman(
      ...['run', '--rm', ...confined, '--network', prefix],
      ...['--env-file', environmentFile('command', environment), image, ...program('andromede'), ...words],
    )

  const site = (surface: 'portal' | 'operator') => ({
    ...sites,
    SURFACE: surface,
    NEXTAUTH_URL: sites[surface === 'portal' ? 'PORTAL_URL' : 'OPERATOR_URL'],
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: secrets.serverActionsKey,
    TRUSTED_PROXY: '1',
    // As in deploy/compose.yaml: more than three checks of deploy/haproxy.cfg.
    DRAIN_SECONDS: '8',
    DATABASE_URL: addressOfRole(`andromede_${surface}`),
  })
  const probed = { HEALTH_PORT: String(healthPort), HEALTH_HOST: '0.0.0.0' }
  function environmentOf(holder: KeyHolder): Record<string, string> {
    if (holder === 'portal' || holder === 'operator') return site(holder)
    const own = { ...probed, HOST: '0.0.0.0', PORTAL_URL: portalUrl }
    if (holder === 'api') return { ...own, DATABASE_URL: addressOfRole('andromede_api') }
    const datacenter = {
      DATABASE_URL: addressOfRole('andromede_worker'),
      SIMULATOR_DATABASE_URL: addressOfRole('andromede_simulator'),
    }
    return holder === 'worker'
      ? { ...sites, ...probed, ...datacenter, QUEUE_DATABASE_URL: addressOfRole('andromede_queue') }
      : { ...own, ...datacenter }
  }

  const status = (name: ProductContainer, where: string) =>
    fetch(`http://${addressOf(name)}:${portOf(name)}${where}`, { signal: AbortSignal.timeout(10_000) }).then(
      async (answer) => {
        await answer.arrayBuffer()
        return answer.status
      },
      () => 0,
    )

  async function close(): Promise<void> {
    for (const name of created) await podman('rm', '-f', '-t', '10', name)
    await network.close()
    rmSync(folder, { recursive: true, force: true })
  }

  const preparation = () => ({
    ADMIN_DATABASE_URL: adminUrl,
    ROLE_PASSWORDS: JSON.stringify(passwords),
  })
  const master = { ENCRYPTION_KEY: secrets.encryptionKey }
  const keyrings = new Map<KeyHolder, string>()

  /** Makes the container of a process with the environment of now; it does not run yet. */
  async function create(name: ProductContainer): Promise<void> {
    const holder = holderOf[name]
    const keyring = keyrings.get(holder) ?? (await runCommand(master, 'keys', '--process', holder))
    keyrings.set(holder, keyring)
    const file = environmentFile(name, { ...environmentOf(holder), KEYRING: keyring })
    await podman(
      ...['create', '--name', nameOf(name), '--network', `${prefix}:ip=${addressOf(name)}`, ...confined],
      ...['--env-file', file, image, ...commandOf[holder]],
    )
  }

  async function prepare(): Promise<void> {
    const database = nameOf('postgres')
    created.push(database)
    await podman(
      ...['run', '-d', '--name', database, '--network', `${prefix}:ip=${addressOf('postgres')}`],
      ...['--read-only', '--tmpfs', '/tmp', '--tmpfs', '/run/postgresql:mode=1777'],
      ...['--tmpfs', '/var/lib/postgresql:mode=1777'],
      ...['--env', `POSTGRES_PASSWORD=${adminPassword}`, postgresImage],
    )
    await podman('exec', database, 'sh', '-c', 'until pg_isready -q -h 127.0.0.1 -U postgres; do :; done')
    await runCommand({ ...master, ...preparation() }, 'prepare-database')
    for (const name of Object.keys(holderOf) as ProductContainer[]) {
      created.unshift(nameOf(name))
      await create(name)
    }
  }

  /** Milliseconds from the call until the process answers that it is ready. */
  async function start(name: ProductContainer): Promise<number> {
    const begun = performance.now()
    await podman('start', nameOf(name))
    const deadline = begun + 120_000
    while ((await status(name, '/api/ready')) !== 200) {
      if (performance.now() > deadline)
        throw new Error(`${name} is not ready: ${await podman('logs', '--tail', '30', nameOf(name))}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return performance.now() - begun
  }

  /** SIGTERM, then SIGKILL after `graceSeconds`; the code with which the process ended. */
  async function stop(
    name: ProductContainer,
    graceSeconds = 60,
  ): Promise<{ code: number; milliseconds: number }> {
    const begun = performance.now()
    await podman('stop', '-t', String(graceSeconds), nameOf(name))
    const code = Number(await podman('inspect', '--format', '{{.State.ExitCode}}', nameOf(name)))
    return { code, milliseconds: performance.now() - begun }
  }

  try {
    await prepare()
  } catch (error) {
    await close()
    throw error
  }
  return {
    start,
    stop,
    close,
    addressOf: (name: ProductContainer) => `${addressOf(name)}:${portOf(name)}`,
    /** For the tests' own processes. */
    environment: {
      ...sites,
      ...master,
      ADMIN_DATABASE_URL: adminUrl,
      PORTAL_DATABASE_URL: addressOfRole('andromede_portal'),
      OPERATOR_DATABASE_URL: addressOfRole('andromede_operator'),
      WORKER_DATABASE_URL: addressOfRole('andromede_worker'),
    },
    inspect: async (name: ProductContainer) => JSON.parse(await podman('inspect', nameOf(name)))[0],
    /** The process ends and is started anew with the environment of now. */
    async replace(name: ProductContainer): Promise<void> {
      await stop(name)
      await podman('rm', nameOf(name))
      await create(name)
      await start(name)
    },
    /** Gives the role's other login a password, for containers that are made from now on; returns the former login's address. */
    async beginPasswordRotation(role: DatabaseRole): Promise<string> {
      const former = addressOfRole(role)
      const [login = '', password = ''] = (
        await runCommand(preparation(), 'rotate-password', role.replace('andromede_', ''))
      ).split(' ')
      const others = Object.entries(passwords).filter(
        ([name]) => !(loginsOf(role) as readonly string[]).includes(name),
      )
      passwords = Object.fromEntries([...others, [login, password]])
      return former
    },
    finishPasswordRotation: (role: DatabaseRole) =>
      runCommand(preparation(), 'rotate-password', role.replace('andromede_', ''), '--finish'),
  }
}
