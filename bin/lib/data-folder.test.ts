import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDataFolder } from './data-folder'
import { loadSecrets } from './secrets'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-data-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the data folder', () => {
  test('is locked by one start until it is released', () => {
    const data = openDataFolder(folder)
    expect(() => openDataFolder(folder)).toThrow(new RegExp(`in use by another start.*${process.pid}`))
    data.release()
    openDataFolder(folder).release()
  })

  test('opens after its holder died, even if that process id is in use again', () => {
    openDataFolder(folder).release()
    writeFileSync(path.join(folder, 'lock'), `${process.pid} 12`)
    openDataFolder(folder).release()
    writeFileSync(path.join(folder, 'lock'), '4194303 12')
    openDataFolder(folder).release()
    expect(readdirSync(folder).filter((name) => name.startsWith('lock'))).toEqual([])
  })

  test('remembers that an installation was prepared completely', () => {
    const first = openDataFolder(folder)
    expect(first.isPrepared).toBe(false)
    first.markPrepared()
    first.release()
    const second = openDataFolder(folder)
    expect(second.isPrepared).toBe(true)
    second.release()
  })

  test.each([
    ['another version', 7],
    ['before the first release', 1],
  ])('of %s is rejected in one line and left unchanged', (_, layout) => {
    const marker = path.join(folder, 'andromede.json')
    writeFileSync(marker, JSON.stringify({ layout, isPrepared: true }))
    const before = statSync(marker).mtimeMs
    expect(() => openDataFolder(folder)).toThrow(
      `another version of Andromède (layout ${layout}, this one uses 2); nothing was changed.`,
    )
    expect(readdirSync(folder)).toEqual(['andromede.json'])
    expect(statSync(marker).mtimeMs).toBe(before)
  })

  test('is never a folder with other content', () => {
    writeFileSync(path.join(folder, 'letter.txt'), 'dear')
    expect(() => openDataFolder(folder)).toThrow(/not an Andromède data folder/)
    expect(readdirSync(folder)).toEqual(['letter.txt'])
  })
})

describe('secrets', () => {
  test('are created once, kept, and readable by their owner only', () => {
    const first = loadSecrets(folder)
    expect(loadSecrets(folder)).toEqual(first)
    expect(Buffer.from(first.encryptionKey, 'base64')).toHaveLength(32)
    expect(statSync(path.join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  test.each(['not json', '{}', '{"nextAuthSecret":"x"}'])(
    'that are damaged (%s) stop the start and are not replaced',
    (text) => {
      writeFileSync(path.join(folder, 'secrets.json'), text)
      expect(() => loadSecrets(folder)).toThrow(/restore it/)
    },
  )

  test.each([
    ['nextAuthSecret', /put a new one there .*: everybody signs in again\.$/],
    ['serverActionsKey', /put a new one there .*: pages that are open are loaded again\.$/],
    ['encryptionKey', /restore it: sealed data depends on it\.$/],
  ] as const)('that contain a weak %s name what depends on it', (name, remedy) => {
    const weak = Buffer.alloc(32, 7).toString('base64')
    const file = path.join(folder, 'secrets.json')
    writeFileSync(file, JSON.stringify({ ...loadSecrets(folder), [name]: weak }))
    expect(() => loadSecrets(folder)).toThrow(remedy)
    expect(() => loadSecrets(folder)).not.toThrow(weak)
  })

  test('gain the password of a role that a later version adds', () => {
    const { rolePasswords, ...others } = loadSecrets(folder)
    const { andromede_queue: _, ...fewer } = rolePasswords
    writeFileSync(path.join(folder, 'secrets.json'), JSON.stringify({ ...others, rolePasswords: fewer }))
    const completed = loadSecrets(folder)
    expect(completed.rolePasswords).toMatchObject(fewer)
    expect(loadSecrets(folder)).toEqual(completed)
  })
})
