import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { invariants } from '~/db/invariants/invariants'
import { violationsOf } from '~/db/testing/violations-of'
import { root } from '../root'
import { readUsable } from './restore-backup'
import {
  addOrganisation,
  makeFolders,
  type RunningInstallation,
  startDatabaseOf,
} from './testing/running-installation'

const rounds = 20
const hangMs = 120_000
const folders = makeFolders()
const dataDir = folders.dataDir('data')
const whole = path.join(folders.base, 'whole')
let running: RunningInstallation | undefined
/** In the backup, and only in the installation that it replaces. */
let kept: string
let lost: string

beforeAll(async () => {
  running = await startDatabaseOf(dataDir)
  process.env.ENCRYPTION_KEY = running.secrets.encryptionKey
  kept = await addOrganisation(running.sql)
})
afterAll(async () => {
  await running?.stop()
  folders.remove()
})

/** Run a command, killed once it has begun to write to `folder` and `afterMs` more have passed; returns how long it wrote. */
async function run(args: string[], folder: string, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/andromede.ts', ...args], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: 'ignore',
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const hasBegun = () => readdirSync(folder).some((name) => name.includes('unfinished'))
  while (!hasBegun() && child.exitCode === null) await wait(5)
  const begunAt = performance.now()
  await Promise.race([wait(afterMs), ended])
  child.kill('SIGKILL')
  await ended
  return performance.now() - begunAt
}

/** Spread over a whole run, and a little longer. */
const momentsIn = (wholeMs: number) =>
  Array.from({ length: rounds }, (_, round) => (round + Math.random()) * ((wholeMs * 1.2) / rounds))

test(`${rounds} backups killed at random moments are whole or absent, and none disturbs another`, async () => {
  const wholeMs = await run(['backup', whole], folders.base, hangMs)
  await readUsable(whole)
  const parent = mkdtempSync(path.join(folders.base, 'killed-'))
  let completed = 0
  for (const [round, afterMs] of momentsIn(wholeMs).entries()) {
    const folder = path.join(parent, `backup-${round}`)
    await run(['backup', folder], parent, afterMs)
    if (existsSync(folder)) {
      await readUsable(folder)
      completed += 1
    }
    for (const name of readdirSync(parent))
      if (/unfinished/.test(name)) rmSync(path.join(parent, name), { recursive: true })
  }
  console.log(`${completed} of ${rounds} backups were complete when killed`)
  expect(await violationsOf(running?.sql as NonNullable<typeof running>['sql'], invariants)).toEqual([])
})

test(`${rounds} restores killed at random moments leave the old installation or the restored one`, async () => {
  await running?.stop()
  const wholeMs = await run(['restore', whole, '--replace'], dataDir, hangMs)
  running = await startDatabaseOf(dataDir)
  let restored = 1
  for (const afterMs of momentsIn(wholeMs)) {
    if (!running) throw new Error('no installation runs')
    lost = await addOrganisation(running.sql)
    await running.stop()
    running = undefined
    await run(['restore', whole, '--replace'], dataDir, afterMs)
    running = await startDatabaseOf(dataDir)
    const found = await running.sql<
      { id: string }[]
    >`select id from organisations where id in (${kept}, ${lost})`
    const isOld = found.some(({ id }) => id === lost)
    expect(found.some(({ id }) => id === kept)).toBe(true)
    const [state] = await running.sql`select app.is_outside_held() as held`
    if (!isOld) expect(state).toEqual({ held: true })
    expect(await violationsOf(running.sql, invariants)).toEqual([])
    // The replaced one is kept whenever the restored one is there.
    const aside = readdirSync(dataDir).filter((name) => name.startsWith('replaced-'))
    if (!isOld) expect(aside.length).toBe(++restored)
  }
  console.log(`${restored - 1} of ${rounds} restores were complete when killed`)
})
