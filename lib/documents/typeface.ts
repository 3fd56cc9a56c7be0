import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { unpackWoff } from './unpack-woff'

export type Weight = 'regular' | 'strong'

/** A part of a text that one font can draw. */
export type Run = { text: string; font: string }

const weights: Readonly<Record<Weight, number>> = { regular: 400, strong: 700 }
// The typeface is split by alphabet; a text may use several parts.
const parts = ['latin', 'latin-ext'] as const

const fontOf = {
  regular: { latin: 'regular-latin', 'latin-ext': 'regular-latin-ext' },
  strong: { latin: 'strong-latin', 'latin-ext': 'strong-latin-ext' },
} as const satisfies Record<Weight, Record<(typeof parts)[number], string>>

let files: Map<string, Buffer> | null = null

/** The document fonts by the names in `Run.font`. Read and unpacked once. */
export function readFonts(): ReadonlyMap<string, Buffer> {
  if (files) return files
  const require = createRequire(path.join(process.cwd(), 'package.json'))
  const folder = path.join(path.dirname(require.resolve('@fontsource/hanken-grotesk/package.json')), 'files')
  files = new Map()
  for (const weight of Object.keys(weights) as Weight[])
    for (const part of parts) {
      const file = `hanken-grotesk-${part}-${weights[weight]}-normal.woff`
      files.set(fontOf[weight][part], unpackWoff(readFileSync(path.join(folder, file))))
    }
  return files
}

/**
 * Splits a text into runs of one font each. `has` returns whether a font contains a character. A character in no part
 * of the typeface becomes its base letter if possible, otherwise `?`: a document never shows an empty box.
 */
export function toRuns(
  text: string,
  weight: Weight,
  has: (font: string, codePoint: number) => boolean,
  known: DrawnCharacters = noneDrawn(),
): Run[] {
  const runs: Run[] = []
  let last: Run | undefined
  for (const given of text.replaceAll('\u202f', '\u00a0')) {
    let drawn = known[weight].get(given)
    if (!drawn) {
      drawn = drawable(given, weight, has)
      known[weight].set(given, drawn)
    }
    if (last?.font === drawn.font) last.text += drawn.character
    else {
      last = { text: drawn.character, font: drawn.font }
      runs.push(last)
    }
  }
  return runs
}

type Drawn = { character: string; font: string }

/** Cache of drawn characters: texts repeat few of them, and the fonts never change. */
type DrawnCharacters = Readonly<Record<Weight, Map<string, Drawn>>>
export const noneDrawn = (): DrawnCharacters => ({ regular: new Map(), strong: new Map() })

function drawable(given: string, weight: Weight, has: (font: string, codePoint: number) => boolean): Drawn {
  for (const character of [given, given.normalize('NFD').charAt(0)])
    for (const part of parts) {
      const font = fontOf[weight][part]
      if (has(font, character.codePointAt(0) ?? 0)) return { character, font }
    }
  return { character: '?', font: fontOf[weight].latin }
}
