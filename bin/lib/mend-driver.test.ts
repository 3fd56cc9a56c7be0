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

function modules(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-driver-'))
  folders.push(folder)
  return folder
}
const queryFiles = (folder: string) =>
  ['src', 'cjs/src'].map((part) => path.join(folder, 'postgres', part, 'query.js'))

test('the driver in use is mended, whichever way it is imported', () => {
  for (const file of queryFiles(installed)) expect(readFileSync(file, 'utf8')).not.toMatch(methodOfEach)
})

test('it is mended once, and one that reads otherwise is left as it is', () => {
  const folder = modules()
  cpSync(path.join(installed, 'postgres'), path.join(folder, 'postgres'), { recursive: true })
  const [first = '', second = ''] = queryFiles(folder)
  const mended = readFileSync(first, 'utf8')
  const asPublished = mended
    .replace(/ {4}const settle = (.*)\n {8}, fail = (.*)\n\n/, '')
    .replace('this.resolve = settle', 'this.resolve = x => (this.active = false, resolve(x))')
    .replace('this.reject = fail', 'this.reject = x => (this.active = false, reject(x))')
  expect(asPublished).toMatch(methodOfEach)
  writeFileSync(first, asPublished)
  writeFileSync(second, 'export class Query {}\n')

  mendDriver(folder)
  expect(readFileSync(first, 'utf8')).toBe(mended)
  expect(readFileSync(second, 'utf8')).toBe('export class Query {}\n')
  const { ino } = statSync(first)
  mendDriver(folder)
  expect(statSync(first).ino).toBe(ino)
})

test('without a driver there is nothing to do', () => {
  expect(() => mendDriver(modules())).not.toThrow()
})
