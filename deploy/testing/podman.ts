import { execFile, spawnSync } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

const env = { ...process.env, PODMAN_IGNORE_CGROUPSV1_WARNING: '1' }
const run = promisify(execFile)

/** The output of Podman. @throws with what it printed when it fails */
export const podman = async (...words: string[]) =>
  (await run('podman', words, { env, encoding: 'utf8', maxBuffer: 64 << 20 })).stdout.trim()

/** Null where root has the programs that a script of `bin` installs, otherwise the reason. */
export function missingFor(script: `${string}.sh`): string | null {
  if (process.getuid?.() !== 0) return 'only root may make networks of containers'
  const file = path.resolve(import.meta.dirname, '../../bin', script)
  const answer = spawnSync('bash', [file], { encoding: 'utf8' })
  return answer.status === 0 ? null : answer.stderr.trim() || `${script} failed`
}

/** A network of containers without a route to anywhere else; `close` removes it. */
export async function openContainerNetwork(name: string) {
  await podman('network', 'create', '--disable-dns', '-o', 'no_default_route=1', name)
  const { subnets } = JSON.parse(await podman('network', 'inspect', name))[0]
  const gateway: string = subnets[0].gateway
  return {
    gateway,
    addressOf: (last: number) => gateway.replace(/\d+$/, String(last)),
    close: () => podman('network', 'rm', '-f', name),
  }
}
