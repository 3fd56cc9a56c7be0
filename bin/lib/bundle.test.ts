import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundlePrograms, programOf } from './bundle.ts'
import { root } from './root.ts'
import { hashedSources } from './source-hash.ts'

const folder = path.join('test-results', `programs-${process.pid}`)
let bundled: string[]

beforeAll(async () => {
  bundled = await bundlePrograms(folder)
})
afterAll(() => rmSync(path.join(root, folder), { recursive: true, force: true }))

test('a change to anything in a program makes a new build', () => {
  const ours = bundled.filter((file) => !file.startsWith('node_modules/'))
  expect(ours).toContain('lib/worker/main.ts')
  expect(ours).toContain('lib/console/gateway/main.ts')
  const hashed = new Set(hashedSources())
  expect(ours.filter((file) => !hashed.has(file))).toEqual([])
})

test.each([
  ['worker', 'QUEUE_DATABASE_URL is not set', 'lib/worker/settings.ts'],
  ['console', 'DATABASE_URL is not set', 'lib/console/gateway/settings.ts'],
] as const)('the %s runs from one file, and names the lines of its sources', (program, reason, source) => {
  const { status, stderr } = spawnSync(process.execPath, programOf(folder, program), {
    cwd: root,
    env: { PATH: process.env.PATH } as unknown as NodeJS.ProcessEnv,
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(stderr).toContain(reason)
  expect(stderr).toContain(path.join(root, source))
})
