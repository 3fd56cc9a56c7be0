import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const script = fileURLToPath(new URL('../../../bin/incus/build-cloud-image.sh', import.meta.url))

/** The path of an image with cloud-init and sshd; null, with a logged reason, where none can be built. */
export async function buildCloudImage(folder: string): Promise<string | null> {
  const path = join(folder, 'cloud.tar.gz')
  const child = spawn('bash', [script, path], { stdio: ['ignore', 'inherit', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  const [code] = await once(child, 'close')
  if (code === 0) return path
  if (code !== 3) throw new Error(complaint)
  console.warn(`Tests with a real cloud-init are skipped: ${complaint.trim()}`)
  return null
}

/** Imports an image file into a member under an alias. */
export async function importImage(socketPath: string, path: string, alias: string): Promise<void> {
  const env = { ...process.env, INCUS_DIR: dirname(socketPath) }
  await promisify(execFile)('incus', ['image', 'import', path, '--alias', alias, '-q'], { env })
}
