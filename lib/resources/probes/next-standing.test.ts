import { expect, test } from 'vitest'
import { nextStanding, type Standing } from './next-standing'

const marks = { '+': 'up', '-': 'down', '?': 'unknown' } as const

/** The notification after each result: `f`ailing, `r`ecovered, or none. */
function told(looks: string, alertAfter: number): string {
  let standing: Standing = { reading: null, failures: 0, alertedAt: null }
  return [...looks]
    .map((mark, index) => {
      const next = nextStanding(standing, marks[mark as keyof typeof marks], {
        alertAfter,
        at: new Date(index),
      })
      standing = next
      return next.tell?.[0] ?? '.'
    })
    .join('')
}

test.each([
  ['++++', 2, '....'],
  ['+-+-+', 2, '.....'],
  ['+--+', 2, '..fr'],
  ['------', 3, '..f...'],
  ['--++--', 2, '.fr..f'],
  ['-?-', 2, '..f'],
  ['--?+', 2, '.f.r'],
  ['???', 1, '...'],
  ['-', 1, 'f'],
])('%s, told after %i', (looks, alertAfter, wanted) => {
  expect(told(looks, alertAfter)).toBe(wanted)
})
