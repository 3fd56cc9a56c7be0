import { globSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../root.ts'
import { bundleBrowserTests } from './bundle-browser-tests.ts'

let folder: string
beforeAll(async () => {
  folder = await bundleBrowserTests(path.join('test-results', `browser-${process.pid}`))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('each browser test is bundled under its own name', () => {
  const sources = globSync('e2e/**/*.e2e.ts', { cwd: root }).map((file) => path.relative('e2e', file))
  expect(sources.length).toBeGreaterThan(40)
  expect(globSync('**/*.e2e.mjs', { cwd: folder }).sort()).toEqual(
    sources.map((file) => file.replace(/ts$/, 'mjs')).sort(),
  )
})

test('none uses its own path directly, and those that use it get their source’s path', () => {
  const texts = globSync('**/*.mjs', { cwd: folder }).map((file) =>
    readFileSync(path.join(folder, file), 'utf8'),
  )
  expect(texts.filter((text) => text.includes('import.meta'))).toEqual([])
  expect(texts.some((text) => text.includes(`/e2e/all-pages.e2e.ts`))).toBe(true)
})
