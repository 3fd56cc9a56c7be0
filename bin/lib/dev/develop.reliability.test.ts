import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFreePort } from '~/db/embedded/free-port'
import { root } from '../root'

const distDir = '.next-reliability-dev'
let dataDir = ''
let child: ChildProcess
let output = ''
let portal = ''
let operator = ''
let port = 0

const start = (environment: Record<string, string>) =>
  spawn(process.execPath, ['bin/dev.mjs'], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, NEXT_DIST_DIR: distDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** Processes of this development run, by a part of their command line. */
const pidsOf = (part: string) =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(part)
    } catch {
      return false
    }
  })
const workers = () => pidsOf(`${distDir}/programs/worker.mjs`)

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'andromede-develop-'))
  // The database's user must be able to traverse it; otherwise the cluster would be elsewhere, and remain.
  chmodSync(dataDir, 0o711)
  port = await findFreePort()
  const operatorPort = await findFreePort()
  const ports = { OPERATOR_PORT: String(operatorPort), CONSOLE_PORT: String(await findFreePort()) }
  portal = `http://localhost:${port}`
  operator = `http://localhost:${operatorPort}`
  child = start({ PORT: String(port), ...ports })
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk
        if (output.includes('Ctrl-C stops everything')) resolve()
      })
    child.once('exit', () => reject(new Error(output)))
  })
}, 500_000)

afterAll(async () => {
  if (child.exitCode === null) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  rmSync(path.join(root, distDir), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}, 60_000)

test('both sites run from the sources, with the component page on the portal', async () => {
  const [home, legal, components, staff] = await Promise.all(
    [`${portal}/`, `${portal}/accessibilite`, `${portal}/dev/components`, `${operator}/operator/sign-in`].map(
      (url) => fetch(url),
    ),
  )
  expect([home?.status, legal?.status, components?.status, staff?.status]).toEqual([200, 200, 200, 200])
  expect(await components?.text()).toContain('text-field-title')
  expect(home?.headers.get('content-security-policy')).toContain("'unsafe-eval'")
})

test('a killed worker is reported and restarted', async () => {
  await expect.poll(workers).toHaveLength(1)
  const [pid = ''] = workers()
  process.kill(Number(pid), 'SIGKILL')
  await expect.poll(() => output).toContain('worker ended unexpectedly (SIGKILL); starting it again')
  await expect.poll(() => workers().filter((each) => each !== pid)).toHaveLength(1)
})

test('a port in use is reported in one line', async () => {
  const second = start({ PORT: String(port), DATA_DIR: `${dataDir}-second` })
  let said = ''
  second.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
  })
  const [code] = await once(second, 'close')
  expect(code).toBe(1)
  expect(said).toBe(`andromede: Port ${port} is in use; free it, or choose another with PORT=<port>.\n`)
})

test('Ctrl-C stops all processes', async () => {
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(output).toContain('andromede: stopped')
  expect(pidsOf(distDir)).toEqual([])
  expect(pidsOf(dataDir)).toEqual([])
  await expect(fetch(portal)).rejects.toThrow()
})
