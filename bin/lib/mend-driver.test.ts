import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { mendDriver } from './mend-driver.mjs'

const installed = path.resolve(import.meta.dirname, '../../node_modules')
const folders: string[] = []
afterEach(() => folders.splice(0).map((folder) => rmSync(folder, { recursive: true })))

/** A function written where it is assigned to a property, in what every query is made by. */
const methodOfEach = /^ {4}this\.(resolve|reject) = x =>/m

/** Its own question of a new connection, whose failure nobody would hear. */
const askedByNobody = /order by b\.oid\n {4}`\], \[\], execute\)$/m

function modules(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-driver-'))
  folders.push(folder)
  return folder
}
const both = (folder: string, file: string) =>
  ['src', 'cjs/src'].map((part) => path.join(folder, 'postgres', part, file))

test('the driver in use is mended, whichever way it is imported', () => {
  for (const file of both(installed, 'query.js')) expect(readFileSync(file, 'utf8')).not.toMatch(methodOfEach)
  for (const file of both(installed, 'connection.js'))
    expect(readFileSync(file, 'utf8')).not.toMatch(askedByNobody)
})

test.each([
  [
    'query.js',
    methodOfEach,
    (mended: string) =>
      mended
        .replace(/ {4}const settle = (.*)\n {8}, fail = (.*)\n\n/, '')
        .replace('this.resolve = settle', 'this.resolve = x => (this.active = false, resolve(x))')
        .replace('this.reject = fail', 'this.reject = x => (this.active = false, reject(x))'),
  ],
  [
    'connection.js',
    askedByNobody,
    (mended: string) => mended.replace(/(execute\)).*socket\.destroy.*/, '$1'),
  ],
] as const)('%s is mended once, and one that reads otherwise is left as it is', (name, fault, unmend) => {
  const folder = modules()
  cpSync(path.join(installed, 'postgres'), path.join(folder, 'postgres'), { recursive: true })
  const [first = '', second = ''] = both(folder, name)
  const mended = readFileSync(first, 'utf8')
  const asPublished = unmend(mended)
  expect(asPublished).toMatch(fault)
  writeFileSync(first, asPublished)
  writeFileSync(second, 'export class Other {}\n')

  mendDriver(folder)
  expect(readFileSync(first, 'utf8')).toBe(mended)
  expect(readFileSync(second, 'utf8')).toBe('export class Other {}\n')
  const { ino } = statSync(first)
  mendDriver(folder)
  expect(statSync(first).ino).toBe(ino)
})

test('without a driver there is nothing to do', () => {
  expect(() => mendDriver(modules())).not.toThrow()
})
