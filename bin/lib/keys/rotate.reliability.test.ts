import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adminName } from '~/db/embedded/cluster'
import { openSealedColumns } from '~/db/sealed/open-sealed'
import { countByKey } from '~/db/sealed/reseal'
import { setKeys } from '~/lib/kernel/secrets/keyring'
import { keyIdOf } from '~/lib/kernel/secrets/keyring-form'
import { placeFor } from '~/lib/kernel/secrets/purposes'
import { seal } from '~/lib/kernel/secrets/secrets'
import { sealedColumns } from '../../commands/sealed-columns'
import {
  makeFolders,
  type RunningInstallation,
  startDatabaseOf,
} from '../backup/testing/running-installation'
import { root } from '../root'
import { readKeptKeys } from '../secrets'
import { writeKeyring } from './keyrings'

const values = 100_000
const processes = 3
const kills = 12
const folders = makeFolders()
const dataDir = folders.dataDir('data')
let running: RunningInstallation
let admin: postgres.Sql

beforeAll(async () => {
  running = await startDatabaseOf(dataDir)
  setKeys(keptKeys())
  const { port, password } = JSON.parse(readFileSync(path.join(dataDir, 'postgres.json'), 'utf8'))
  const url = new URL(running.urls.andromede_migrator)
  url.username = adminName
  url.password = password
  url.port = String(port)
  admin = postgres(url.href, { max: 1, onnotice: () => undefined })
  await fill()
}, 600_000)
afterAll(async () => {
  await admin?.end()
  await running?.stop()
  folders.remove()
})

function keptKeys() {
  const keys = readKeptKeys(dataDir)
  if (!keys) throw new Error('the installation has secrets')
  return keys
}

/** Keys of hypervisors that there are not: references are not what is tested. */
async function fill(): Promise<void> {
  for (let from = 0; from < values; from += 5_000) {
    const ids = Array.from({ length: 5_000 }, (_, index) => `hyp_${from + index}`)
    const sealed = ids.map((id) =>
      seal(`key of ${id}`, placeFor('hypervisor-keys', `hypervisor_secrets.${id}.key_sealed`)),
    )
    await admin.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`insert into hypervisor_secrets (hypervisor_id, key_sealed)
        select * from unnest(${ids}::text[], ${sealed}::text[])`
    })
  }
}

function andromede(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'bin/andromede.ts', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, NODE_ENV: 'test' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function outcomeOf(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

/** Everything opens with what `secrets.json` holds now. */
async function expectAllOpen(): Promise<void> {
  setKeys(keptKeys())
  const columns = await openSealedColumns(running.urls.andromede_migrator, sealedColumns)
  expect(columns.filter(({ failed }) => failed > 0)).toEqual([])
  expect(columns.reduce((sum, { opened }) => sum + opened, 0)).toBeGreaterThanOrEqual(values)
}

test(`${values} values are rotated while ${processes} processes read and write: no read fails, none restarts`, async () => {
  const before = keyIdOf(keptKeys()[0])
  const keyring = writeKeyring(dataDir, 'console', keptKeys(), undefined)
  const all = Array.from({ length: processes }, () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'bin/lib/keys/testing/sealing-process.ts'], {
      cwd: root,
      env: {
        ...{
          PATH: process.env.PATH,
          NODE_ENV: 'test',
          KEYRING_FILE: keyring,
          PORTAL_URL: 'http://localhost:3000',
        },
        DATABASE_URL: running.urls.andromede_worker,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines: string[] = []
    const ready = new Promise<void>((resolve) => {
      if (!child.stdout) throw new Error('its output is read')
      createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(line)
        if (line === 'ready') resolve()
      })
    })
    return { child, lines, ready }
  })
  await Promise.all(all.map(({ ready }) => ready))
  const hasBeaten = () => admin`select from process_heartbeats where keys ->> 'seals' = ${before}`
  while ((await hasBeaten()).length < processes) await wait(100)

  const startedAt = performance.now()
  const { code, output } = await outcomeOf(andromede('rotate-key'))
  const seconds = (performance.now() - startedAt) / 1000
  expect(code, output).toBe(0)
  const results = await Promise.all(
    all.map(async ({ child, lines }) => {
      expect(child.exitCode).toBeNull()
      child.kill('SIGTERM')
      await once(child, 'close')
      return JSON.parse(lines.at(-1) ?? '') as { reads: number; writes: number; failed: number }
    }),
  )
  const total = (name: 'reads' | 'writes' | 'failed') => results.reduce((sum, each) => sum + each[name], 0)
  console.log(
    `${values} values rotated in ${seconds.toFixed(0)} s: ${total('reads')} reads, ${total('writes')} writes, ${total('failed')} failed`,
  )
  expect(total('failed')).toBe(0)
  expect(total('reads')).toBeGreaterThan(1_000)
  const after = keyIdOf(keptKeys()[0])
  expect(after).not.toBe(before)
  expect(keptKeys()).toHaveLength(1)
  expect([...(await countByKey(running.sql, sealedColumns)).keys()]).toEqual([after])
  await expectAllOpen()
}, 900_000)

test(`a rotation killed ${kills} times at random moments goes on, and everything opens at each of them`, async () => {
  const before = keyIdOf(keptKeys()[0])
  let killed = 0
  const whole = 4_000
  for (let round = 0; round < kills; round += 1) {
    const child = andromede('rotate-key')
    const ended = outcomeOf(child)
    // Spread over a whole run: it is 2 s of starting, and as many of sealing.
    await Promise.race([wait(1_000 + Math.random() * whole), ended])
    if (child.exitCode === null) killed += 1
    child.kill('SIGKILL')
    await ended
    await expectAllOpen()
  }
  const { code, output } = await outcomeOf(andromede('rotate-key'))
  expect(code, output).toBe(0)
  console.log(`killed ${killed} of ${kills} rotations before their end`)
  await expectAllOpen()
  expect(keptKeys()).toHaveLength(1)
  const after = keyIdOf(keptKeys()[0])
  expect(after).not.toBe(before)
  expect([...(await countByKey(running.sql, sealedColumns)).keys()]).toEqual([after])
}, 900_000)
