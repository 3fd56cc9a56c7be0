import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findFreePort } from '../../db/embedded/free-port.ts'
import { chooseRunUser } from '../../db/embedded/run-user.ts'
import { chooseThrowawayFolder } from '../../db/embedded/throwaway-folder.ts'
import { openNetwork } from './namespaces.ts'

export const members = { db1: '10.0.5.11', db2: '10.0.5.12', db3: '10.0.5.13' } as const
export type Member = keyof typeof members
export const memberNames = Object.keys(members) as Member[]

/** What Patroni on a member answers; null when it does not. */
export type MemberState = { isPrimary: boolean; isFollowing: boolean; isSynchronous: boolean }

type Answer = { state: string; role: string; replication_state?: string; sync_standby?: boolean }

export type Cluster = Awaited<ReturnType<typeof startCluster>>

const samples = path.resolve(import.meta.dirname, '../../deploy/postgresql')
const sample = (name: string) => readFileSync(path.join(samples, name), 'utf8')

/** Whether Patroni, etcd, PostgreSQL 17 and HAProxy are here, or could be installed; otherwise the reason. */
export function patroniIsMissing(): string | null {
  if (process.getuid?.() !== 0) return 'only root may make network namespaces'
  const script = path.resolve(import.meta.dirname, '../../bin/patroni/packages.sh')
  const answer = spawnSync('bash', [script], { encoding: 'utf8' })
  return answer.status === 0 ? null : answer.stderr.trim() || 'packages.sh failed'
}

const folderPrefix = 'andromede-failover-'

function removeFoldersOfKilledRuns(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(folderPrefix)) continue
    const [pid = ''] = name.slice(folderPrefix.length).split('-')
    if (!existsSync(`/proc/${pid}`)) rmSync(path.join(parent, name), { recursive: true, force: true })
  }
}

/**
 * Three members with Patroni, etcd and PostgreSQL, each in a network namespace of its own, and HAProxy on loopback: the
 * files of `deploy/postgresql` with the values of this run.
 */
export async function startCluster(logs: string) {
  const user = chooseRunUser()
  const parent = chooseThrowawayFolder(user, false)
  removeFoldersOfKilledRuns(parent)
  const folder = mkdtempSync(path.join(parent, `${folderPrefix}${process.pid}-`))
  chmodSync(folder, 0o755)
  mkdirSync(logs, { recursive: true })
  const network = openNetwork(members)
  const [port, ...statePorts] = await Promise.all([0, 1, 2, 3].map(findFreePort))
  const password = () => randomBytes(18).toString('hex')
  const secrets = {
    PATRONI_SUPERUSER_PASSWORD: password(),
    PATRONI_REPLICATION_PASSWORD: password(),
    PATRONI_REWIND_PASSWORD: password(),
    PATRONI_RESTAPI_USERNAME: 'patroni',
    PATRONI_RESTAPI_PASSWORD: password(),
  }
  const running = new Map<string, ChildProcess>()

  function start(
    name: string,
    namespace: string | null,
    command: string[],
    env: Record<string, string> = {},
  ): ChildProcess {
    const log = openSync(path.join(logs, `${name}.log`), 'a')
    const as =
      namespace === null || user === undefined
        ? []
        : [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups']
    const within = namespace === null ? [] : ['ip', 'netns', 'exec', namespace]
    const [program = '', ...args] = [...within, 'setpriv', ...as, '--pdeathsig', 'KILL', ...command]
    const child = spawn(program, args, {
      cwd: folder,
      env: {
        PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
        HOME: folder,
        LANG: 'C.UTF-8',
        NODE_ENV: 'production',
        ...env,
      },
      stdio: ['ignore', log, log],
    })
    running.set(name, child)
    return child
  }
  function file(name: string, text: string): string {
    const place = path.join(folder, name)
    writeFileSync(place, text)
    if (user !== undefined) chownSync(place, user.uid, user.gid)
    return place
  }
  const dataDir = (member: Member) => path.join(folder, member)
  const configuration = Object.fromEntries(
    memberNames.map((member) => {
      const filled = sample('patroni.yml')
        .replace('name: db1', `name: ${member}`)
        .replace(/10\.0\.5\.11(?!:2379)/g, members[member])
        .replace(/data_dir: .*/, `data_dir: ${dataDir(member)}`)
      return [member, file(`${member}.yml`, filled)]
    }),
  ) as Record<Member, string>

  function startEtcd(member: Member): void {
    const filled = sample('etcd.env')
      .replaceAll('NAME=db1', `NAME=${member}`)
      .replace(/^(ETCD_(?:LISTEN|INITIAL_ADVERTISE|ADVERTISE).*)10\.0\.5\.11/gm, `$1${members[member]}`)
      .replace(/ETCD_DATA_DIR=.*/, `ETCD_DATA_DIR=${path.join(folder, `etcd-${member}`)}`)
    const lines = filled.split('\n').filter((line) => line.startsWith('ETCD_'))
    const env = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
    start(`etcd-${member}`, network.of(member), ['etcd', '--unsafe-no-fsync'], env)
  }
  const startPatroni = (member: Member) =>
    void start(`patroni-${member}`, network.of(member), ['patroni', configuration[member]], secrets)
  function startHaproxy(): void {
    const namespaced = sample('haproxy.cfg')
      .replace('bind 127.0.0.1:5432', `bind 127.0.0.1:${port}`)
      .replaceAll('check port 8008', `check port 8008 namespace ${network.of('switch')}`)
    const list = ['switch'].map((each) => `  namespace ${network.of(each)}`).join('\n')
    start('haproxy', null, [
      'haproxy',
      '-db',
      '-f',
      file('haproxy.cfg', `namespace_list\n${list}\n${namespaced}`),
    ])
  }
  /** Loopback addresses of Patroni on each member, for the test alone. */
  function startObserver(): void {
    const listens = memberNames.map(
      (member, i) =>
        `listen ${member}\n  bind 127.0.0.1:${statePorts[i]}\n  server ${member} ${members[member]}:8008 namespace ${network.of('switch')}`,
    )
    const text = `namespace_list\n  namespace ${network.of('switch')}\ndefaults\n  mode tcp\n  timeout connect 500ms\n  timeout client 5s\n  timeout server 2s\n${listens.join('\n')}\n`
    start('observer', null, ['haproxy', '-db', '-f', file('observer.cfg', text)])
  }

  async function stateOf(member: Member): Promise<MemberState | null> {
    try {
      const url = `http://127.0.0.1:${statePorts[memberNames.indexOf(member)]}/patroni`
      const answer = await fetch(url, {
        signal: AbortSignal.timeout(1_000),
        headers: { connection: 'close' },
      })
      const { state, role, ...body } = (await answer.json()) as Answer
      return {
        isPrimary: state === 'running' && role === 'primary',
        isFollowing: body.replication_state === 'streaming',
        isSynchronous: body.sync_standby === true,
      }
    } catch {
      return null
    }
  }
  async function findPrimary(): Promise<Member | null> {
    for (const member of memberNames) if ((await stateOf(member))?.isPrimary) return member
    return null
  }
  /** Resolve once one member is primary and both others follow it, one of them synchronously. */
  async function settled(withinMs = 180_000): Promise<Member> {
    const until = Date.now() + withinMs
    for (;;) {
      const states = await Promise.all(memberNames.map(stateOf))
      const primary = memberNames.find((_, i) => states[i]?.isPrimary)
      const followers = states.filter((each) => each?.isFollowing)
      const hasSynchronous = followers.some((each) => each?.isSynchronous)
      if (primary && followers.length === memberNames.length - 1 && hasSynchronous) return primary
      if (Date.now() > until) throw new Error(`the cluster did not settle: ${JSON.stringify(states)}`)
      await pause(250)
    }
  }
  async function patronictl(...args: string[]): Promise<void> {
    const command = ['patronictl', '-c', configuration.db1, ...args]
    const child = start('patronictl', network.of('switch'), command, secrets)
    const [code] = (await once(child, 'exit')) as [number | null]
    if (code !== 0) throw new Error(`patronictl ${args.join(' ')} ended with ${code}; see ${logs}`)
  }
  /** The pid of the server's postmaster. */
  const postmasterOf = (member: Member) =>
    Number(readFileSync(path.join(dataDir(member), 'postmaster.pid'), 'utf8').split('\n')[0])

  function killMember(member: Member): void {
    const etcd = running.get(`etcd-${member}`)?.pid
    for (const pid of network.pids(member)) {
      if (pid === etcd) continue
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It ended with its parent.
      }
    }
  }
  async function stop(): Promise<void> {
    for (const name of ['haproxy', 'observer']) running.get(name)?.kill('SIGKILL')
    network.remove()
    await pause(200)
    rmSync(folder, { recursive: true, force: true })
  }

  try {
    if (user !== undefined) chownSync(folder, user.uid, user.gid)
    for (const member of memberNames) startEtcd(member)
    startObserver()
    startPatroni('db1')
    const until = Date.now() + 90_000
    while (!(await stateOf('db1'))?.isPrimary) {
      if (Date.now() > until) throw new Error(`Patroni did not create the cluster; see ${logs}`)
      await pause(250)
    }
    startPatroni('db2')
    startPatroni('db3')
    startHaproxy()
    await settled()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    adminUrl: `postgres://postgres:${secrets.PATRONI_SUPERUSER_PASSWORD}@127.0.0.1:${port}/postgres`,
    stateOf,
    findPrimary,
    settled,
    switchover: (from: Member, to: Member) =>
      patronictl('switchover', 'andromede', '--leader', from, '--candidate', to, '--force'),
    killPostgres: (member: Member) => process.kill(postmasterOf(member), 'SIGKILL'),
    killMember,
    startPatroni,
    cutOff: (member: Member) => network.setLink(member, 'down'),
    reconnect: (member: Member) => network.setLink(member, 'up'),
    stop,
  }
}
