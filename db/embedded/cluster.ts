import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type { PostgresBinaries } from './binaries.ts'
import { StartRefusal } from './refusal.ts'
import { asUser, type RunUser } from './run-user.ts'

/** The superuser of an embedded cluster; only the preparation of the database uses it. */
export const adminName = 'andromede_admin'

/**
 * Create a cluster at `folder`, owned by `user`. It appears complete or not at all: an interrupted attempt leaves
 * only a draft, which the next attempt removes.
 */
export function createCluster(
  folder: string,
  options: { binaries: PostgresBinaries; user: RunUser; password: string; durable: boolean },
): void {
  const { binaries, user, password, durable } = options
  const draft = `${folder}.draft`
  const passwordFile = `${folder}.password`
  rmSync(draft, { recursive: true, force: true })
  rmSync(passwordFile, { force: true })
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  try {
    if (user !== undefined) {
      chownSync(draft, user.uid, user.gid)
      chownSync(passwordFile, user.uid, user.gid)
    }
    const made = spawnSync(
      path.join(binaries.folder, 'bin', 'initdb'),
      [
        `--pgdata=${draft}`,
        `--username=${adminName}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // PostgreSQL's built-in provider sorts and folds case the same way on every system, without ICU.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        ...(durable ? [] : ['--no-sync']),
      ],
      { ...asUser(user), env: postgresEnvironment(), encoding: 'utf8' },
    )
    if (made.status !== 0) {
      const reason = made.error?.message ?? made.stderr.trim().split('\n').at(-1) ?? ''
      throw new StartRefusal(`The embedded PostgreSQL could not be initialised: ${reason}`)
    }
    renameSync(draft, folder)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

/** Reject a cluster that this PostgreSQL cannot open, without changing it. */
export function checkCluster(folder: string, binaries: PostgresBinaries): void {
  const versionFile = path.join(folder, 'PG_VERSION')
  if (!existsSync(versionFile)) {
    throw new StartRefusal(
      `${folder} is recorded as the database but holds none; restore it or choose another DATA_DIR.`,
    )
  }
  const found = readFileSync(versionFile, 'utf8').trim()
  if (found !== String(binaries.major)) {
    throw new StartRefusal(
      `${folder} was made by PostgreSQL ${found} and this version of Andromède ships ${binaries.major}; nothing was changed.`,
    )
  }
  chmodSync(folder, 0o700)
}

/** The complete environment of PostgreSQL's programs: ours may hold secrets and settings that they must not get. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const env: Record<string, string> = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  return env as NodeJS.ProcessEnv
}
