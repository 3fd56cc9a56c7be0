import { expect, test } from 'vitest'
import { actionSurfaces } from './action-surfaces'

test('an action belongs to the site of its folder', () => {
  const surfaces = actionSurfaces({
    node: {
      a: { filename: 'app/(operator)/operator/security/actions.ts' },
      b: { filename: 'app/(portal)/compte/securite/actions.ts' },
      c: { filename: 'app/(public)/inscription/actions.ts' },
      d: { filename: 'app/_server/shared.ts' },
      e: {},
    },
  })
  expect([...surfaces]).toEqual([
    ['a', 'operator'],
    ['b', 'portal'],
    ['c', 'portal'],
  ])
})
