import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export type Docker = {
  /** Loads an image of buildah's storage under the name `as`. */
  load(tag: string, as: string): void
  run(...args: string[]): string
  /** What Node prints with these arguments, and with more variables as the last one, where the published ports are. */
  node(...args: (string | Record<string, string>)[]): string
  /** For programmes that call Docker themselves. */
  environment: Record<string, string>
  stop(): Promise<void>
}

/** Docker in a network namespace of its own, with its own data: bridges, rules and ports end with it. */
export async function startDocker(log: string): Promise<Docker> {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-docker-'))
  const namespace = `andromede-${randomBytes(4).toString('hex')}`
  execFileSync('ip', ['netns', 'add', namespace])
  execFileSync('ip', ['-n', namespace, 'link', 'set', 'lo', 'up'])
  const inside = `--net=/run/netns/${namespace}`
  const socket = `unix://${folder}/docker.sock`
  const env = { ...process.env, DOCKER_HOST: socket }
  const run = (...args: string[]) => execFileSync('docker', args, { env, encoding: 'utf8' })
  mkdirSync(path.dirname(log), { recursive: true })
  const output = openSync(log, 'a')
  const daemon: ChildProcess = spawn(
    'nsenter',
    [
      inside,
      'dockerd',
      `--data-root=${folder}/data`,
      `--exec-root=${folder}/run`,
      `--pidfile=${folder}/pid`,
      `--host=${socket}`,
    ],
    { stdio: ['ignore', output, output] },
  )
  async function stop(): Promise<void> {
    if (daemon.exitCode === null && daemon.kill('SIGTERM')) await once(daemon, 'exit')
    execFileSync('ip', ['netns', 'delete', namespace])
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const isReady = () => {
      try {
        return run('version', '--format', '{{.Server.Version}}') !== ''
      } catch {
        return false
      }
    }
    while (!isReady()) {
      if (daemon.exitCode !== null) throw new Error(`dockerd ended; see ${log}`)
      await pause(500)
    }
  } catch (error) {
    await stop()
    throw error
  }
  return {
    run,
    stop,
    load(tag, as) {
      const archive = path.join(folder, 'image.tar')
      execFileSync('buildah', ['push', '-q', tag, `docker-archive:${archive}:${as}`])
      run('load', '--quiet', '--input', archive)
      rmSync(archive)
    },
    environment: { DOCKER_HOST: socket },
    node(...args) {
      const words = args.filter((each) => typeof each === 'string')
      const more = args.filter((each) => typeof each !== 'string')
      return execFileSync('nsenter', [inside, process.execPath, ...words], {
        env: Object.assign({}, process.env, ...more),
        encoding: 'utf8',
      })
    },
  }
}
