import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { openPool } from '../incus/wire/address'

const script = (name: string) => fileURLToPath(new URL(`../../../bin/incus/${name}`, import.meta.url))

/** Imports the image of balancers into a member. False where Debian's packages cannot be had. */
export async function importBalancerImage(socketPath: string, alias: string): Promise<boolean> {
  const [plain, image] = ['plain', 'balancer'].map((name) =>
    join(tmpdir(), `andromede-${process.pid}-${name}.tar.gz`),
  ) as [string, string]
  try {
    for (const command of [
      [script('build-busybox-image.sh'), plain],
      [script('build-balancer-image.sh'), plain, image],
    ]) {
      const child = spawn('bash', command, { stdio: 'ignore' })
      const [exitCode] = (await once(child, 'close')) as [number]
      if (exitCode === 3) return false
      if (exitCode !== 0) throw new Error(`${command[0]} ended with ${exitCode}`)
    }
    const pool = openPool({ socketPath })
    const call = async (method: 'POST' | 'GET', path: string, body?: string | Buffer) => {
      const response = await pool.request({ method, path, body: body ?? null })
      return (await response.body.json()) as {
        operation: string
        error?: string
        metadata: { err?: string; metadata?: { fingerprint?: string } }
      }
    }
    const started = await call('POST', '/1.0/images', await readFile(image))
    const ended = await call('GET', `${started.operation}/wait?timeout=60`)
    const fingerprint = ended.metadata.metadata?.fingerprint
    if (!fingerprint) throw new Error(ended.metadata.err ?? ended.error ?? 'the image was not imported')
    const json = JSON.stringify({ name: alias, target: fingerprint })
    const named = await call('POST', '/1.0/images/aliases', json)
    if (named.error) throw new Error(named.error)
    await pool.destroy()
    return true
  } finally {
    await Promise.all([plain, image].map((path) => rm(path, { force: true })))
  }
}

/** Replaces the image of balancers by one with the same content, as a newer build would be. Returns its fingerprint. */
export async function replaceBalancerImage(socketPath: string, alias: string): Promise<string> {
  const pool = openPool({ socketPath })
  const call = async (method: 'GET' | 'POST' | 'PUT', path: string, body: string | Buffer | null = null) => {
    const response = await pool.request({ method, path, body })
    return Buffer.from(await response.body.arrayBuffer())
  }
  const json = async (method: 'GET' | 'POST' | 'PUT', path: string, body: string | Buffer | null = null) =>
    z
      .object({
        operation: z.string().optional(),
        metadata: z
          .looseObject({
            target: z.string().optional(),
            metadata: z.looseObject({ fingerprint: z.string().optional() }).nullish(),
          })
          .nullish(),
      })
      .parse(JSON.parse(String(await call(method, path, body))))
  const present = (await json('GET', `/1.0/images/aliases/${alias}`)).metadata?.target ?? ''
  const content = gunzipSync(await call('GET', `/1.0/images/${present}/export`))
  const { operation } = await json('POST', '/1.0/images', gzipSync(content, { level: 1 }))
  const made = await json('GET', `${operation}/wait?timeout=60`)
  const fingerprint = made.metadata?.metadata?.fingerprint
  if (!fingerprint || fingerprint === present) throw new Error('the image was not imported again')
  await json('PUT', `/1.0/images/aliases/${alias}`, JSON.stringify({ target: fingerprint }))
  await pool.destroy()
  return fingerprint
}
