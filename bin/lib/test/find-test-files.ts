import { globSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { root } from '../root.ts'

/** Kinds of test files by runner. The first matching pattern decides. */
const kinds = {
  e2e: /^e2e\/.*\.e2e\.ts$/,
  reliability: /\.reliability\.test\.ts$/,
  incus: /\.incus\.test\.ts$/,
  integration: /\.db\.test\.ts$/,
  unit: /\.test\.tsx?$/,
}
type Kind = keyof typeof kinds

/** Test files by kind, relative to the project; a kind without any is absent. */
export type TestFiles = { [kind in Kind]?: string[] }

/**
 * The files of `all` selected by `names`: each name is a path, or a part of one that may match several files. Pure.
 *
 * @returns an error line when a name matches no test file
 */
export function findTestFiles(names: readonly string[], all: readonly string[]): TestFiles | string {
  const chosen = new Set<string>()
  for (const name of names) {
    const file = path.relative(root, path.resolve(root, name))
    const fitting = all.includes(file) ? [file] : all.filter((each) => each.includes(name))
    if (fitting.length === 0) return `npm test: no test file has "${name}" in its path`
    for (const each of fitting) chosen.add(each)
  }
  const found: TestFiles = {}
  for (const file of [...chosen].sort()) {
    const kind = (Object.keys(kinds) as Kind[]).find((each) => kinds[each].test(file)) ?? 'unit'
    found[kind] = [...(found[kind] ?? []), file]
  }
  return found
}

/** Every test file of the project, relative to it. */
export function listTestFiles(): string[] {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
  const places = ['', ...folders.map((folder) => `${folder}/**/`)]
  return places.flatMap((place) => globSync(`${place}*.{test.ts,test.tsx,e2e.ts}`, { cwd: root })).sort()
}
