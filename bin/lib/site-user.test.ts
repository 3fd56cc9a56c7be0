import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { asUser } from '../../db/embedded/run-user'
import { chooseSiteUsers, statusFolder } from './site-user'

const isRoot = process.getuid?.() === 0
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function dataFolder(mode: number): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-data-'))
  folders.push(folder)
  chmodSync(folder, mode)
  writeFileSync(path.join(folder, 'secrets.json'), '{}', { mode: 0o600 })
  return folder
}

test.runIf(isRoot)(
  'started by root, sites run as a user that can write the status page and read no secret',
  () => {
    const folder = dataFolder(0o711)
    const { users, warning } = chooseSiteUsers(folder)
    if (warning) return expect(warning).toContain('may not')
    const { portal: user, operator } = users
    if (!user || !operator) throw new Error('users were expected')
    expect([user.uid, operator.uid]).not.toContain(0)
    expect(user.uid).not.toBe(operator.uid)
    expect(statSync(statusFolder(folder, user)).uid).toBe(user.uid)
    const as = (command: string) => spawnSync('/bin/sh', ['-c', command], asUser(user)).status
    expect(as(`touch '${folder}/status/last-known.json'`)).toBe(0)
    expect(as(`cat '${folder}/secrets.json'`)).not.toBe(0)
    expect(as(`touch '${folder}/more'`)).not.toBe(0)
    // A symbolic link left there by a site gives it nothing at the next start.
    expect(as(`ln -s ../secrets.json '${folder}/status/link'`)).toBe(0)
    statusFolder(folder, user)
    expect(statSync(path.join(folder, 'secrets.json')).uid).toBe(0)
  },
)

test.runIf(isRoot)(
  'with a data folder that user may not enter, the sites run as root, with a warning',
  () => {
    const { users, warning } = chooseSiteUsers(dataFolder(0o700))
    expect(users).toEqual({ portal: undefined, operator: undefined })
    expect(warning).toContain('the sites run as root')
  },
)
