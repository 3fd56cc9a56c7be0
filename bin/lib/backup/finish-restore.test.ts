import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataFolder } from '../data-folder'
import { finishRestore, restoredFolder } from './finish-restore'

const parts = ['journal-heads.jsonl', 'postgres', 'postgres.json', 'secrets.json']
const { from, aside } = restoredFolder('', new Date('2026-12-01T10:20:30.456Z'))
const placing = from.replace('restored-', 'placing-')
let folder: string
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'andromede-finish-')), 'data')
  openDataFolder(folder).release()
})
afterEach(() => rmSync(path.dirname(folder), { recursive: true }))

function fill(at: string, text: string): void {
  mkdirSync(at, { recursive: true })
  for (const part of parts) writeFileSync(path.join(at, part), text)
}

function move(part: string, source: string, target: string): void {
  mkdirSync(target, { recursive: true })
  renameSync(path.join(source, part), path.join(target, part))
}

const read = (at: string) => parts.map((part) => readFileSync(path.join(at, part), 'utf8'))

test.each(Array.from({ length: parts.length * 2 + 2 }, (_, steps) => steps))(
  'a restore interrupted after %i steps is finished by the next start, and the old installation is kept',
  (steps) => {
    fill(folder, 'old')
    fill(path.join(folder, from), 'new')
    const plan = [
      ...parts.map((part) => () => move(part, folder, path.join(folder, aside))),
      () => renameSync(path.join(folder, from), path.join(folder, placing)),
      ...parts.map((part) => () => move(part, path.join(folder, placing), folder)),
    ]
    for (const step of plan.slice(0, steps)) step()
    const data = openDataFolder(folder)
    expect(data.isPrepared).toBe(true)
    data.release()
    expect(read(folder)).toEqual(parts.map(() => 'new'))
    expect(read(path.join(folder, aside))).toEqual(parts.map(() => 'old'))
    expect(readdirSync(folder).filter((name) => /^(restored|placing)/.test(name))).toEqual([])
    expect(openDataFolder(folder).isPrepared).toBe(true)
  },
)

test('a restored installation counts as prepared: the next start would drop its database otherwise', () => {
  fill(path.join(folder, placing), 'new')
  let isMarked = false
  finishRestore(folder, () => {
    // Not after the last trace is gone: the process may end in between.
    expect(existsSync(path.join(folder, placing))).toBe(true)
    isMarked = true
  })
  expect(isMarked).toBe(true)
})

test('a restore into an empty folder keeps nothing aside', () => {
  fill(path.join(folder, from), 'new')
  openDataFolder(folder).release()
  expect(read(folder)).toEqual(parts.map(() => 'new'))
  expect(existsSync(path.join(folder, aside))).toBe(false)
})

test('a restore that was not complete changes nothing', () => {
  fill(folder, 'old')
  fill(path.join(folder, 'restore.unfinished'), 'new')
  openDataFolder(folder).release()
  expect(read(folder)).toEqual(parts.map(() => 'old'))
})
