import { expect, it } from 'vitest'
import { sweepers } from './index'

/** Sweepers are held unless listed here: a new one cannot act for a restored copy by default. */
it('runs only sweepers without outside effects while the database waits for an operator', () => {
  expect(sweepers.filter((each) => each.whileHeld).map(({ name }) => name)).toEqual([
    'audit chainer',
    'expiry',
  ])
})
