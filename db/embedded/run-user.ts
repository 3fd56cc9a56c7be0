import { execFileSync, spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { StartRefusal } from './refusal.ts'

/** The user that PostgreSQL runs as; `undefined` means the current user. */
export type RunUser = { name: string; uid: number; gid: number } | undefined

function id(flag: '-u' | '-g', name: string): number | undefined {
  const answer = spawnSync('id', [flag, name], { encoding: 'utf8' })
  return answer.status === 0 ? Number.parseInt(answer.stdout, 10) : undefined
}

function lookUp(name: string): RunUser {
  const uid = id('-u', name)
  const gid = id('-g', name)
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { name, uid, gid }
}

function createSystemUser(name: string): RunUser {
  const commands: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name]],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', name]],
  ]
  for (const [command, args] of commands) {
    try {
      execFileSync(command, args, { stdio: 'ignore' })
      return lookUp(name)
    } catch {
      // Try the next command, then `nobody`: which tools a system has is not worth reporting.
    }
  }
  return undefined
}

/** The system user of this name, created if missing; `undefined` when that is not possible. Root only. */
export const systemUser = (name: string): RunUser => lookUp(name) ?? createSystemUser(name)

/**
 * Choose the user that runs PostgreSQL, since PostgreSQL refuses root: the owner of `existingCluster` if there is
 * one, else `postgres`, else a system user of ours, else `nobody`. Users other than root run it themselves.
 */
export function chooseRunUser(existingCluster?: string): RunUser {
  const ownUid = process.getuid?.()
  const owner = existingCluster === undefined ? undefined : statSync(existingCluster)
  if (ownUid !== 0) {
    if (owner !== undefined && ownUid !== undefined && owner.uid !== ownUid) {
      throw new StartRefusal(
        `The database in ${existingCluster} belongs to user ${owner.uid}; start as that user or as root, or choose another DATA_DIR.`,
      )
    }
    return undefined
  }
  if (owner !== undefined && owner.uid !== 0) {
    return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid }
  }
  const user = lookUp('postgres') ?? systemUser('andromede') ?? lookUp('nobody')
  if (user === undefined) {
    throw new StartRefusal(
      'PostgreSQL cannot run as root and no other user exists here; start as an ordinary user.',
    )
  }
  return user
}

/** The spawn options that run a program as `user`, from a folder that every user may enter. */
export function asUser(user: RunUser): { cwd: string; uid?: number; gid?: number } {
  return user === undefined ? { cwd: '/' } : { cwd: '/', uid: user.uid, gid: user.gid }
}

/** Whether `user` can enter `folder`, tried as that user: the mode bits do not reflect ACLs and mounts. */
export function canEnter(user: RunUser, folder: string): boolean {
  const tried = spawnSync('/bin/sh', ['-c', 'cd "$1" 2>/dev/null', 'sh', folder], asUser(user))
  return tried.status === 0
}
