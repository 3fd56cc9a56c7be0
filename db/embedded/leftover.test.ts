import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clearLeftover } from './leftover'

const other = { uid: 65534, gid: 65534 }
const isRoot = process.getuid?.() === 0
const canDrop = isRoot && spawnSync('setpriv', ['--version']).status === 0

let folder: string
let cluster: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede leftover '))
  chmodSync(folder, 0o755)
  copyFileSync('/bin/sh', path.join(folder, 'postgres'))
  cluster = path.join(folder, 'data')
  mkdirSync(cluster)
  if (isRoot) chownSync(cluster, other.uid, other.gid)
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** A shell with PostgreSQL's name that runs until it is killed, in `cwd`, as the owner of the cluster. */
async function postgresLike(cwd: string, args: readonly string[] = []): Promise<ChildProcess> {
  const child = spawn(
    path.join(folder, 'postgres'),
    ['-c', 'trap "" INT; echo ready; read line', 'sh', ...args],
    {
      cwd,
      stdio: ['pipe', 'pipe', 'inherit'],
      ...(isRoot ? other : {}),
    },
  )
  children.push(child)
  await once(child.stdout ?? child, 'data')
  return child
}

test.runIf(canDrop)(
  'root without access to other users’ processes ends those of the cluster, and no others',
  async () => {
    const orphan = await postgresLike(cluster)
    const elsewhere = path.join(folder, 'elsewhere')
    mkdirSync(elsewhere)
    const bystander = await postgresLike(elsewhere)
    const ended = once(orphan, 'exit')

    const clear = `import(process.argv[1]).then(({ clearLeftover }) => clearLeftover(process.argv[2]))`
    const module = path.resolve(import.meta.dirname, 'leftover.ts')
    const { status, stderr } = spawnSync(
      'setpriv',
      ['--bounding-set=-sys_ptrace', process.execPath, '-e', clear, module, cluster],
      { encoding: 'utf8' },
    )
    expect(status, stderr).toBe(0)
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect(bystander.signalCode).toBeNull()
  },
  20_000,
)

test('a stop ends the wait for a server that does not exit', async () => {
  const server = await postgresLike(folder, ['-D', cluster])
  writeFileSync(path.join(cluster, 'postmaster.pid'), `${server.pid}\n`)
  const stopping = new AbortController()
  const cleared = expect(clearLeftover(cluster, stopping.signal)).rejects.toMatchObject({
    name: 'AbortError',
  })
  stopping.abort()
  await cleared
  expect(server.exitCode).toBeNull()
}, 10_000)
