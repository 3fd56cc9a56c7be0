import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD, PHASE_PRODUCTION_SERVER } from 'next/constants'
import { expect, test } from 'vitest'
import { hashedSources } from '~/bin/lib/source-hash'
import nextConfig from '~/next.config'
import { samples } from './samples'

const parts = path.join(import.meta.dirname, '../../../components/ui')
/** The root layout renders the only one of each page; a second would announce everything twice. */
const shownByLayout = ['ToastRegion']

const exportedBy = (file: string) =>
  [...readFileSync(path.join(parts, file), 'utf8').matchAll(/^export (?:function|const) ([A-Z]\w*)/gm)].map(
    ([, name = '']) => name,
  )
const files = globSync('*/*.tsx', { cwd: parts }).sort()

test('every component of components/ui has a sample on the page', () => {
  expect(files.length).toBeGreaterThan(40)
  expect(Object.keys(samples).sort()).toEqual(files.map((file) => path.basename(file, '.tsx')).sort())
})

test.each(files)('the sample of %s renders each component that it exports', (file) => {
  const name = file.replace(/\.tsx$/, '.sample.tsx')
  const sample = readFileSync(path.join(import.meta.dirname, 'samples', name), 'utf8')
  const missing = exportedBy(file).filter(
    (name) => !shownByLayout.includes(name) && !new RegExp(`<${name}\\b`).test(sample),
  )
  expect(missing).toEqual([])
})

test("a production build has no page of app/dev, and their sources do not change the build's hash", () => {
  expect(nextConfig(PHASE_DEVELOPMENT_SERVER).pageExtensions).toContain('dev.tsx')
  for (const phase of [PHASE_PRODUCTION_BUILD, PHASE_PRODUCTION_SERVER])
    expect(nextConfig(phase).pageExtensions ?? []).not.toContain('dev.tsx')
  const special =
    /^(page|layout|template|loading|error|not-found|default|route|(apple-)?icon|(opengraph|twitter)-image|sitemap|robots|manifest)\d*\.(ts|tsx|js|json)$/
  const inDev = globSync('app/dev/**/*.{ts,tsx}', { cwd: path.join(import.meta.dirname, '../../..') })
  expect(inDev.map((file) => path.basename(file)).filter((name) => special.test(name))).toEqual([])
  expect(hashedSources().filter((file) => file.startsWith('app/dev/'))).toEqual([])
})
