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

/** Run a command; kill it once it has begun to write to `folder` and `afterMs` more have passed. */
async function runKilled(args: string[], folder: string, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/andromede.ts', ...args], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  const hasBegun = () => readdirSync(folder).some((name) => /unfinished/.test(name))
  while (!hasBegun() && child.exitCode === null) await wait(5)
  await wait(afterMs)
  child.kill('SIGKILL')
  await ended
}

/** Between the first file and a little after the end, which takes about a second. */
const randomMoments = Array.from({ length: rounds }, (_, round) => (round + Math.random()) * (2_000 / rounds))

test(`${rounds} backups killed at random moments are whole or absent, and none disturbs another`, async () => {
  const parent = mkdtempSync(path.join(folders.base, 'killed-'))
  let completed = 0
  for (const [round, afterMs] of randomMoments.entries()) {
    const folder = path.join(parent, `backup-${round}`)
    await runKilled(['backup', folder], parent, afterMs)
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
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/andromede.ts', 'backup', whole], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir },
  })
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
  let restored = 0
  for (const afterMs of randomMoments) {
    if (!running) throw new Error('no installation runs')
    lost = await addOrganisation(running.sql)
    await running.stop()
    running = undefined
    await runKilled(['restore', whole, '--replace'], dataDir, afterMs * 2)
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
  console.log(`${restored} of ${rounds} restores were complete when killed`)
})
