import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breakLines } from './break-lines'

const byLetter = (text: string) => text.length

test.each([
  ['un deux trois', 8, ['un deux', 'trois']],
  ['un deux\ntrois', 20, ['un deux', 'trois']],
  ['anticonstitutionnel', 8, ['anticons', 'titution', 'nel']],
  ['10\u00a0€ HT', 4, ['10\u00a0€', 'HT']],
  ['', 5, ['']],
])('%j in %i', (text, width, lines) => expect(breakLines(text, width, byLetter)).toEqual(lines))

test('no line is too wide and no text is lost', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\u00a0', '\n') }),
      fc.integer({ min: 1, max: 12 }),
      (text, width) => {
        const lines = breakLines(text, width, byLetter)
        for (const line of lines)
          expect(line.length).toBeLessThanOrEqual(Math.max(width, line.trim().length === 0 ? line.length : 0))
        const letters = (of: string) => of.replace(/[ \n]/g, '')
        expect(letters(lines.join(''))).toBe(letters(text))
      },
    ),
  )
})
