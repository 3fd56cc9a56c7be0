import { existsSync, readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const importOf = /(?:from|import\()\s*'([~.][^']*)'/g
const usesReasons = /useTranslations\('errors(?:\.reason)?'\)/
/** A refusal that no server has written, with a reason other than `browserReasons` of `pickMessages`. */
const makesReason = /\breason: (?!string|'wait')\S|\breason,/
const speaks = (text: string) =>
  usesReasons.test(text) || (/useRefusalText\(\)|ok: false, code: 'inv/.test(text) && makesReason.test(text))
const gives = /namespaces=\{\[[^\]]*'errors(?:\.reason)?'[^\]]*\]\}/
/** They use the texts of codes. */
const needsNone = new Set(['components/ui/fields/use-refusal-text.ts', 'components/form/proof-part.tsx'])

const read = new Map<string, { text: string; imports: string[] }>()
function fileOf(file: string) {
  const known = read.get(file)
  if (known) return known
  const text = readFileSync(path.join(root, file), 'utf8')
  const imports = [...text.matchAll(importOf)].flatMap(([, name = '']) => resolve(file, name) ?? [])
  const found = { text, imports }
  read.set(file, found)
  return found
}

function resolve(from: string, name: string): string | undefined {
  const base = name.startsWith('~/') ? name.slice(2) : path.join(path.dirname(from), name)
  return ['.ts', '.tsx', '/index.ts']
    .map((end) => base + end)
    .find((each) => existsSync(path.join(root, each)))
}

/** The client components under this file that use the texts of reasons. */
function speakersUnder(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return []
  seen.add(file)
  const { text, imports } = fileOf(file)
  const own = speaks(text) && !needsNone.has(file) ? [file] : []
  return [...own, ...imports.flatMap((each) => (each.startsWith('lib/') ? [] : speakersUnder(each, seen)))]
}

test('a page whose components use the texts of reasons gives them to the browser', async () => {
  const pages: string[] = []
  for await (const page of glob('app/**/page.tsx', { cwd: root })) pages.push(page)
  expect(pages.length).toBeGreaterThan(100)
  const wanting = pages.flatMap((page) => {
    const speakers = speakersUnder(page)
    return speakers.length === 0 || givesReasons(page) ? [] : [`${page}: ${speakers.join(', ')}`]
  })
  expect(wanting).toEqual([])
})

/** By the page itself, one of its server components, or a layout around both. */
function givesReasons(page: string): boolean {
  const around: string[] = []
  for (let folder = path.dirname(page); folder !== '.'; folder = path.dirname(folder))
    if (existsSync(path.join(root, folder, 'layout.tsx'))) around.push(path.join(folder, 'layout.tsx'))
  return [page, ...around].some((file) => isGivenUnder(file))
}

function isGivenUnder(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false
  seen.add(file)
  const { text, imports } = fileOf(file)
  return gives.test(text) || imports.some((each) => each.startsWith('app/') && isGivenUnder(each, seen))
}
