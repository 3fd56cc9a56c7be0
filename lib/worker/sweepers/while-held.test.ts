import { expect, it } from 'vitest'
import { sweepers } from './index'

/** A sweeper is held back unless it is on this list: a new one reaches nothing of a restored copy by default. */
it('lets only what stays in the database run while it waits for an operator', () => {
  expect(sweepers.filter((each) => each.whileHeld).map(({ name }) => name)).toEqual([
    'recovery',
    'audit chainer',
    'expiry',
  ])
})
