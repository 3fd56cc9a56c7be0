import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { NetworkTechnology } from '~/db/schema/catalogue'

const script = fileURLToPath(new URL('../../../bin/incus/incus-cluster.sh', import.meta.url))
/** Exit code of `packages.sh` when the machine cannot run a member. */
const unableExitCode = 3

export type IncusCluster =
  | {
      available: true
      socketPath(member: number): string
      /** Runs a command on the host on the internet; only with OVN. Standard output, and the exit code. */
      onInternet(...command: string[]): Promise<{ exitCode: number; stdout: string }>
      /** Kills the member without a shutdown. */
      kill(member: number): Promise<void>
      /** Starts the member again with its previous state. */
      start(member: number): Promise<void>
      stop(): Promise<void>
    }
  | { available: false; reason: string }

/**
 * Starts a real cluster, n1 to nN, in its own namespaces. It ends with `stop`, and with this process. With `networks: 'ovn'`
 * it has the uplink `uplink`, and the zone has a border and a host on the internet.
 */
export async function startIncusCluster(
  members: number,
  { networks = 'bridges' }: { networks?: NetworkTechnology } = {},
): Promise<IncusCluster> {
  if (process.platform !== 'linux') return { available: false, reason: 'Incus needs Linux' }
  const folder = await mkdtemp(join(tmpdir(), 'andromede-cluster-'))
  const root = join(folder, 'cluster')
  const child = spawn('bash', [script, root, String(members)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, OVN: networks === 'ovn' ? '1' : '' },
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  const ended = once(child, 'close').then(([code]) => Number(code ?? 1))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  async function expectLine(wanted: string): Promise<void> {
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Error(`the cluster is gone: ${complaint}`)
      if (value === wanted) return
    }
  }
  const command = async (text: string) => {
    child.stdin.write(`${text}\n`)
    await expectLine('done')
  }
  const first = await Promise.race([expectLine('ready').then(() => null), ended]).catch(() => ended)
  if (first !== null) {
    await rm(folder, { recursive: true, force: true })
    if (first === unableExitCode)
      return { available: false, reason: complaint.trim().split('\n').at(-1) ?? 'no reason' }
    throw new Error(`the cluster did not start: ${complaint}`)
  }
  return {
    available: true,
    socketPath: (member) => join(root, `n${member}`, 'lib', 'unix.socket'),
    async onInternet(...command) {
      const name = (await readFile(join(root, 'internet'), 'utf8')).trim()
      const inside = spawn('ip', ['netns', 'exec', name, ...command], { stdio: ['ignore', 'pipe', 'ignore'] })
      let stdout = ''
      inside.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text
      })
      const [code] = await once(inside, 'close')
      return { exitCode: Number(code ?? 1), stdout }
    },
    kill: (member) => command(`kill ${member}`),
    start: (member) => command(`start ${member}`),
    async stop() {
      child.stdin.end()
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
