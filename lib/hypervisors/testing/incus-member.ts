import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../../bin/incus/incus-member.sh', import.meta.url))
/** Exit code of `packages.sh` when the machine cannot run a member: a reason to skip. Any other failure is an error. */
const unableExitCode = 3

export type IncusMember =
  | {
      available: true
      socketPath: string
      image: string
      /** Its network namespace. */
      netns: string
      /** Its HTTPS address and a token for one client; null unless requested. */
      https: { address: string; token: string } | null
      stop(): Promise<void>
    }
  | { available: false; reason: string }

/**
 * Starts one real Incus member in its own namespaces. It ends with `stop`, and when this process ends in any way,
 * because the script stops it when its standard input closes.
 */
export async function startIncusMember(wanted: { https?: boolean } = {}): Promise<IncusMember> {
  if (process.platform !== 'linux') return { available: false, reason: 'Incus needs Linux' }
  const folder = await mkdtemp(join(tmpdir(), 'andromede-incus-'))
  const root = join(folder, 'member')
  const child = spawn('bash', [script, 'run', root], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Garbage collection used a sixth of the daemon's processor time.
    env: { GOGC: '400', ...process.env, HTTPS: wanted.https ? '1' : '' },
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(unableExitCode))
    child.once('close', (code) => resolve(code ?? 1))
  })
  const ready = once(child.stdout.setEncoding('utf8'), 'data').then(([text]) => String(text).trim())
  ready.catch(() => undefined)
  const socketPath = await Promise.race([ready, ended])
  if (typeof socketPath === 'number') {
    await rm(folder, { recursive: true, force: true })
    const reason = complaint.trim().split('\n').at(-1) || 'bash is missing'
    if (socketPath === unableExitCode) return { available: false, reason }
    throw new Error(`the Incus member did not start: ${complaint}`)
  }
  return {
    available: true,
    socketPath,
    image: 'busybox',
    netns: await line(join(root, 'netns')),
    https: wanted.https
      ? { address: await line(join(root, 'https-address')), token: await line(join(root, 'trust-token')) }
      : null,
    async stop() {
      child.stdin.end()
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const line = async (path: string) => (await readFile(path, 'utf8')).trim()
