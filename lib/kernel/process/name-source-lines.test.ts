import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'

const rule = path.join(import.meta.dirname, 'name-source-lines.ts')
let folder: string

/** Bundles of two sources, as the programs and the pages of a site are built. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-source-lines-'))
  const source = (name: string, text: string) => writeFileSync(path.join(folder, name), text)
  source(
    'page.ts',
    `type Title = string\n\nexport const fail = (title: Title) => {\n  throw new RangeError(title)\n}\n`,
  )
  source(
    'program.ts',
    `import { createRequire } from 'node:module'
import { nameSourceLines } from ${JSON.stringify(rule)}
interface Unused { a: number }
nameSourceLines()
// As the framework does when it is loaded.
Error.prepareStackTrace = () => 'of another writer'
nameSourceLines()
const { fail } = createRequire(import.meta.url)(process.argv[2] ?? '')
try {
  fail('too long')
} catch (error) {
  console.log((error as Error).stack)
}
const odd = new Error('odd')
Object.defineProperty(odd, 'message', { get() { throw odd } })
console.log(odd.stack)
throw new TypeError('the last one')
`,
  )
  const common = { absWorkingDir: folder, bundle: true, platform: 'node', sourcemap: true } as const
  await build({ ...common, entryPoints: ['program.ts'], format: 'esm', outfile: 'out/program.mjs' })
  await build({ ...common, entryPoints: ['page.ts'], format: 'cjs', minify: true, outfile: 'out/page.cjs' })
  await build({
    ...common,
    entryPoints: ['page.ts'],
    format: 'cjs',
    sourcemap: false,
    outfile: 'out/bare.cjs',
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (page: string) => {
  const { stdout, stderr } = spawnSync(process.execPath, [path.join(folder, 'out/program.mjs'), page], {
    encoding: 'utf8',
  })
  return { caught: stdout, uncaught: stderr }
}

test('a stack trace names the lines of the sources, of both kinds of bundles', () => {
  const { caught, uncaught } = run('./page.cjs')
  expect(caught).toMatch(
    /^RangeError: too long\n {4}at .*\bpage\.ts:4:9\)?\n {4}at .*\bprogram\.ts:10:3\)?\n/,
  )
  expect(caught).not.toContain('page.cjs')
  expect(uncaught).toMatch(/TypeError: the last one\n {4}at .*\bprogram\.ts:17:7\b/)
})

test('without a map it names the bundle', () => {
  expect(run('./bare.cjs').caught).toMatch(
    /^RangeError: too long\n.*\bbare\.cjs:\d+:\d+\)?\n.*\bprogram\.ts:10:3/,
  )
})

test('an error that cannot say its message has a stack trace', () => {
  expect(run('./page.cjs').caught).toMatch(/^Error\n {4}at .*\bprogram\.ts:14:13/m)
})
