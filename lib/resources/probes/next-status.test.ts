import { expect, test } from 'vitest'
import { nextProbeStatus, type ProbeStatus } from './next-status'

const marks = { '+': 'up', '-': 'down', '?': 'unknown' } as const

/** The notification after each result: `f`ailing, `r`ecovered, or none. */
function notificationsOf(looks: string, alertAfter: number): string {
  let standing: ProbeStatus = { reading: null, failures: 0, alertedAt: null }
  return [...looks]
    .map((mark, index) => {
      const next = nextProbeStatus(standing, marks[mark as keyof typeof marks], {
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
])('%s, with an alert after %i failures', (looks, alertAfter, wanted) => {
  expect(notificationsOf(looks, alertAfter)).toBe(wanted)
})
