import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { openIncusDriver } from '../incus/open-incus-driver'
import { startIncusMember } from './incus-member'
import { soon } from './world'

const script = fileURLToPath(new URL('../../../bin/incus/incus-member.sh', import.meta.url))
const unable = await startIncusMember().then(async (member) => {
  if (member.available) await member.stop()
  return member.available ? null : member.reason
})

/** Traces of a member on the machine: processes, namespace, cgroups, registry. */
async function traces(name: string): Promise<string[]> {
  const cgroups = (await readdir('/sys/fs/cgroup')).map((hierarchy) => `/sys/fs/cgroup/${hierarchy}/${name}`)
  const places = [`/run/netns/${name}`, `/run/andromede-incus/${name}`, ...cgroups].filter((path) =>
    existsSync(path),
  )
  return [...places, ...(await processes(name))]
}
async function processes(name: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  const commands = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  )
  return commands.filter((command) => command.includes(`member-init.sh\0${name}\0`))
}
const nameOf = (root: string) =>
  `andromede-incus-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'andromede-incus-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
const list = async (socketPath: string) => {
  const driver = openIncusDriver({ socketPath, installation: 'test', now: () => new Date() })
  const owned = await driver.listOwned(soon())
  await driver.close()
  return owned
}

it.skipIf(unable !== null)('runs two members side by side, and leaves no trace of either', async () => {
  const members = await Promise.all([startIncusMember(), startIncusMember()])
  const roots: string[] = []
  for (const member of members) {
    if (!member.available) throw new Error(member.reason)
    expect(await list(member.socketPath)).toEqual([])
    const root = dirname(dirname(member.socketPath))
    roots.push(root)
    expect(await processes(nameOf(root))).not.toEqual([])
    await member.stop()
    expect(existsSync(root)).toBe(false)
  }
  for (const root of roots) expect(await traces(nameOf(root))).toEqual([])
})

it.skipIf(unable !== null)('ends with a killed caller', async () => {
  const folder = await temporaryFolder()
  const root = join(folder, 'member')
  // A process between this one and the script, so that killing it closes the script's standard input.
  const caller = spawn(
    'node',
    [
      '-e',
      'const c = require("child_process").spawn(process.argv[1], ["run", process.argv[2]], { stdio: ["pipe", "inherit", "inherit"] }); c.stdin',
      script,
      root,
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  await once(caller.stdout, 'data')
  expect(await processes(nameOf(root))).not.toEqual([])
  caller.kill('SIGKILL')
  await expect.poll(() => traces(nameOf(root)), { timeout: 30_000, interval: 100 }).toEqual([])
  await expect.poll(() => existsSync(root), { interval: 100 }).toBe(false)
})

it.skipIf(unable !== null)(
  'cleans up after a member with a killed keeper when the next one starts',
  async () => {
    const folder = await temporaryFolder()
    const root = join(folder, 'member')
    const keeper = spawn(script, ['run', root], { stdio: ['pipe', 'pipe', 'inherit'] })
    await once(keeper.stdout, 'data')
    keeper.kill('SIGKILL')
    await expect.poll(() => processes(nameOf(root)), { interval: 100 }).toEqual([])
    const next = await startIncusMember()
    expect(await traces(nameOf(root))).toEqual([])
    expect(existsSync(root)).toBe(false)
    if (next.available) await next.stop()
  },
)
