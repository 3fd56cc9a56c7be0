import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundlePrograms, programOf } from './bundle.ts'
import { bundleAndromede } from './bundle-andromede.ts'
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

test('the command line runs from one file, wherever it is called, and knows where the migrations lie', async () => {
  const program = await bundleAndromede()
  const { status, stdout } = spawnSync(process.execPath, [...program, 'help'], { cwd: '/', encoding: 'utf8' })
  expect(stdout).toContain('prepare-database')
  expect(status).toBe(0)
  const file = readFileSync(program.at(-1) ?? '', 'utf8')
  expect(file).toContain(JSON.stringify(path.join(root, 'db')))
  expect(await bundleAndromede()).toEqual(program)
})
