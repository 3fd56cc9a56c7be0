import { describe, expect, test } from 'vitest'
import { type LifeStep, lifeOf } from './life-of'

/** `10 running` by the system, `20 stopping!` by the customer's account. */
const steps = (...texts: string[]): LifeStep[] =>
  texts.map((text) => {
    const [at, to = ''] = text.split(' ')
    return { at: Number(at), to: to.replace('!', ''), causedBy: to.endsWith('!') ? 'acc_1' : 'worker' }
  })
const born = ['0 creating!', '5 running']

describe('a server', () => {
  test.each([
    ['counts from its first run', born, 5, null, []],
    ['that never ran has no life', ['0 creating!', '5 failed'], null, null, []],
    [
      'stopped and started by its customer',
      [...born, '10 stopping!', '12 stopped', '30 starting!', '33 running'],
      5,
      null,
      [[10, 33]],
    ],
    ['still stopped by its customer', [...born, '10 stopping!', '12 stopped'], 5, null, [[10, Infinity]]],
    [
      'restarted and resized by its customer',
      [...born, '10 restarting!', '12 running', '20 resizing!', '25 running'],
      5,
      null,
      [
        [10, 12],
        [20, 25],
      ],
    ],
    ['moved by the operator', [...born, '10 moving', '20 running'], 5, null, []],
    [
      'stopped by another account',
      [...born, '10 stopping', '12 stopped', '30 starting!', '33 running'],
      5,
      null,
      [],
    ],
    [
      'counts as down from the request of a failed start',
      [...born, '10 stopping!', '12 stopped', '30 starting!', '40 stopped', '50 starting!', '55 running'],
      5,
      null,
      [[10, 30]],
    ],
    ['lost and erased', [...born, '40 lost', '41 purged'], 5, 41, []],
    ['deleted while it ran', [...born, '40 deleted!', '99 purging', '100 purged'], 5, 40, []],
    [
      'deleted while it was stopped',
      [...born, '10 stopping!', '12 stopped', '40 deleted!'],
      5,
      40,
      [[10, 40]],
    ],
    [
      'deleted and restored',
      [...born, '40 deleted!', '50 stopped!', '60 starting!', '62 running'],
      5,
      null,
      [[40, 62]],
    ],
    [
      'stopped, deleted and restored',
      [...born, '10 stopping!', '12 stopped', '40 deleted!', '50 stopped!', '60 starting!', '62 running'],
      5,
      null,
      [[10, 62]],
    ],
  ] as const)('%s', (_, texts, deliveredAt, endedAt, stops) => {
    expect(lifeOf('instance', steps(...texts))).toEqual({
      deliveredAt,
      endedAt,
      ownStops: stops.map(([from, to]) => ({ from, to })),
    })
  })
})

test('a volume works attached or not; restoring it counts as its customer’s own action', () => {
  const life = lifeOf(
    'volume',
    steps(
      '0 creating!',
      '3 available',
      '5 attaching!',
      '6 attached',
      '8 growing!',
      '9 attached',
      '12 detaching!',
      '13 available',
      '20 restoring!',
      '24 available',
    ),
  )
  expect(life).toEqual({ deliveredAt: 3, endedAt: null, ownStops: [{ from: 20, to: 24 }] })
})
