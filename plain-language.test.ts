import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * Words of a private idiom in comments and test titles, and how often each may occur. The numbers only fall: lower one when
 * you rewrite comments. A plain sentence names its subject and uses the term of the field (docs/glossary.md).
 */
const allowed = {
  told: 2,
  stands: 0,
  nobody: 4,
  whoever: 0,
  asked: 11,
  whatever: 11,
  somebody: 0,
  beside: 0,
  'of it': 27,
  says: 11,
}

const root = import.meta.dirname
const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** Comments of a source, and the titles of its tests. */
function proseOf(file: string): string {
  const source = read(file)
  if (file.endsWith('.sql')) return (source.match(/--(?!>).*$/gm) ?? []).join('\n')
  const comments = source.match(/\/\*[\s\S]*?\*\/|(?:^|\s)\/\/.*$/gm) ?? []
  const titles = source.matchAll(/\b(?:test|it|describe)(?:\.\w+)*\(\s*(['"`])((?:(?!\1)[^\\]|\\.)*)\1/g)
  return [...comments, ...[...titles].map(([, , title]) => title)].join('\n')
}

describe('plain language', () => {
  const prose = files
    .filter((file) => /\.(tsx?|mjs|cjs|sql)$/.test(file) && file !== 'plain-language.test.ts')
    .map(proseOf)
    .join('\n')

  it.each(Object.entries(allowed))('comments and test titles use “%s” at most %i times', (word, most) => {
    const found = prose.match(new RegExp(`\\b${word}\\b`, 'gi')) ?? []
    expect(found.length).toBeLessThanOrEqual(most)
  })
})

describe('documents', () => {
  const documents = files.filter(
    (file) => /^(docs\/|README|CONTRIBUTING|SECURITY)/.test(file) && file.endsWith('.md'),
  )
  const current = documents.filter((file) => !/^docs\/(decisions|log)\//.test(file))
  const withoutCode = (file: string) => read(file).replace(/```[\s\S]*?```/g, '')
  const wordsOf = (text: string) => text.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length

  it('has paragraphs of at most 80 words and table cells of at most 30', () => {
    const long = current.flatMap((file) =>
      withoutCode(file)
        .split(/\n\s*\n|\n(?=\s*(?:[-|]|\d+\.) )/)
        .flatMap((block) =>
          block.startsWith('|')
            ? block.split(/[|\n]/).map((cell) => ({ cell, most: 30 }))
            : [{ cell: block, most: 80 }],
        )
        .filter(({ cell, most }) => wordsOf(cell) > most)
        .map(({ cell }) => `${file}: ${cell.trim().slice(0, 60)}`),
    )
    expect(long).toEqual([])
  })

  it('has links that lead somewhere', () => {
    const dead = documents.flatMap((file) =>
      [...withoutCode(file).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => path.normalize(path.join(path.dirname(file), target)))
        .filter((target) => !files.some((known) => known === target || known.startsWith(`${target}/`)))
        .map((target) => `${file} → ${target}`),
    )
    expect(dead).toEqual([])
  })

  it('names source files that exist', () => {
    const gone = current.flatMap((file) =>
      [...withoutCode(file).matchAll(/`([\w./-]+\.(?:tsx?|mjs|sql|sh))`/g)]
        .map(([, name = '']) => name)
        .filter((name) => !/NNNN/.test(name) && !files.some((known) => `/${known}`.endsWith(`/${name}`)))
        .map((name) => `${file}: ${name}`),
    )
    expect(gone).toEqual([])
  })
})
