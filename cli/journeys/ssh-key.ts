import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import type { Call } from '../call'
import { usageFailure } from '../failure'
import { idOf, listAll } from '../names'

const usualKeys = ['id_ed25519.pub', 'id_ecdsa.pub', 'id_rsa.pub']
const list = { path: '/v1/ssh-keys', field: 'name' }

/** SHA-256 of the key as `ssh-keygen -l` shows it; undefined for what is no public key. */
export function fingerprintOf(publicKey: string): string | undefined {
  const [, body] = /^\S+\s+([A-Za-z0-9+/]+=*)/.exec(publicKey.trim()) ?? []
  if (!body) return undefined
  return `SHA256:${createHash('sha256').update(Buffer.from(body, 'base64')).digest('base64').replace(/=+$/, '')}`
}

/**
 * Ids of the keys that a new server gets. A key is named as the organisation names it, by its id, or by its file
 * (`*.pub`), which is added when the organisation lacks it. Without any, the usual key of the person is taken, else
 * the only key of the organisation.
 */
export async function sshKeyIds(
  call: Call,
  given: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<string[]> {
  const home = env.HOME || homedir()
  if (given.length > 0)
    return await Promise.all(
      given.map((each) =>
        each.endsWith('.pub') ? keyOfFile(call, each.replace(/^~/, home)) : idOf(call, list, each),
      ),
    )
  const usual = usualKeys.map((name) => path.join(home, '.ssh', name)).find((file) => existsSync(file))
  if (usual) return [await keyOfFile(call, usual)]
  const known = await listAll(call, list.path)
  if (known.length === 1) return known.map(({ id }) => String(id))
  throw usageFailure('Give the key that opens the server: --ssh-key FILE.pub, or the name of a key.')
}

async function keyOfFile(call: Call, file: string): Promise<string> {
  if (!existsSync(file)) throw usageFailure(`There is no ${file}.`)
  const publicKey = readFileSync(file, 'utf8').trim()
  const fingerprint = fingerprintOf(publicKey)
  if (!fingerprint) throw usageFailure(`${file} is no public key.`)
  const known = (await listAll(call, list.path)).find((each) => each.fingerprint === fingerprint)
  if (known) return String(known.id)
  const { body } = await call({ method: 'POST', path: list.path, body: { publicKey } })
  return (body as { id: string }).id
}
