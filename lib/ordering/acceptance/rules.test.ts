import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptingRules, type BuyerFacts, isLargeHold, judgeOrder, moderatedFromCents } from './rules'

const newcomer: BuyerFacts = {
  isVerified: true,
  isPublicBody: false,
  spendingCapCents: 2_000_00n,
  customerForDays: 3,
  arrearsCents: 0n,
  committedCents: 0n,
  undecidedTodayCents: 0n,
  todayCents: 0n,
}
const euros = (amount: number) => BigInt(amount * 100)

describe('an order', () => {
  test.each([
    ['a small one of any buyer', 500, { isVerified: false }, 'small'],
    ['a cent more of an unverified buyer', 500.01, { isVerified: false }, ['not_verified', 'over_limit']],
    ['of a verified newcomer', 5_000, {}, 'verified'],
    ['of a verified newcomer, a cent over', 5_000.01, {}, ['over_limit']],
    ['of a buyer without a cap', 20_000, { spendingCapCents: null, isVerified: false }, 'trusted'],
    ['a cent over that limit too', 20_000.01, { spendingCapCents: null }, ['over_limit']],
    [
      'that doubles the commitment of an old customer',
      30_000,
      { customerForDays: 90, committedCents: euros(30_000) },
      'growing',
    ],
    [
      'that more than doubles it',
      30_000.01,
      { customerForDays: 90, committedCents: euros(30_000) },
      ['over_limit'],
    ],
    [
      'of a customer of 89 days',
      30_000,
      { customerForDays: 89, committedCents: euros(30_000) },
      ['over_limit'],
    ],
    ['of a public body with arrears', 1, { arrearsCents: 1n, isPublicBody: true }, 'small'],
    [
      'a small one after others that used up the limit of the day',
      200.01,
      { isVerified: false, undecidedTodayCents: euros(300), todayCents: euros(300) },
      ['not_verified', 'over_limit'],
    ],
    [
      'a small one after a large one that a moderator accepted',
      500,
      { isVerified: false, todayCents: euros(30_000) },
      'small',
    ],
    [
      'that with the day doubles the earlier commitment of an old customer',
      30_000,
      {
        customerForDays: 90,
        committedCents: euros(65_000),
        undecidedTodayCents: euros(5_000),
        todayCents: euros(30_000),
      },
      'growing',
    ],
    [
      'that with the day more than doubles the earlier commitment',
      30_000.01,
      {
        customerForDays: 90,
        committedCents: euros(65_000),
        undecidedTodayCents: euros(5_000),
        todayCents: euros(30_000),
      },
      ['over_limit'],
    ],
    ['of a buyer with arrears of a cent', 1, { arrearsCents: 1n, spendingCapCents: null }, ['arrears']],
  ])('%s', (_what, amount, facts, expected) => {
    const judged = judgeOrder(BigInt(Math.round(amount * 100)), { ...newcomer, ...facts })
    expect(judged).toEqual(
      typeof expected === 'string'
        ? { outcome: 'accepted', rule: expected }
        : { outcome: 'moderate', because: expected },
    )
  })

  test('accepted at an amount is accepted at a smaller one, and a company with arrears is never accepted', () => {
    const buyers = fc.record({
      isVerified: fc.boolean(),
      isPublicBody: fc.boolean(),
      spendingCapCents: fc.option(fc.bigInt(0n, 10_000_00n)),
      customerForDays: fc.option(fc.integer({ min: 0, max: 400 })),
      arrearsCents: fc.bigInt(0n, 2n),
      committedCents: fc.bigInt(0n, 50_000_00n),
      undecidedTodayCents: fc.bigInt(0n, 10_000_00n),
      todayCents: fc.bigInt(0n, 50_000_00n),
    })
    fc.assert(
      fc.property(fc.bigInt(0n, 60_000_00n), fc.bigInt(0n, 60_000_00n), buyers, (a, b, buyer) => {
        const [less, more] = a < b ? [a, b] : [b, a]
        if (judgeOrder(more, buyer).outcome === 'accepted')
          expect(judgeOrder(less, buyer).outcome).toBe('accepted')
        if (buyer.arrearsCents > 0n && !buyer.isPublicBody)
          expect(judgeOrder(less, buyer).outcome).toBe('moderate')
        // A rule that accepts a larger order accepts a smaller one, and the first such rule decides.
        const alone = acceptingRules(less, buyer)
        expect(alone).toEqual(expect.arrayContaining(acceptingRules(more, buyer)))
        const judged = judgeOrder(less, buyer)
        expect(judged.outcome === 'accepted' ? judged.rule : undefined).toBe(alone[0])
        if (less > 0n) expect(judged.outcome === 'moderate').toBe(less >= moderatedFromCents(buyer))
      }),
    )
  })
})

test.each([
  ['a small one of a verified newcomer', 500, {}, ['small', 'verified']],
  ['one of exactly the newcomer’s limit', 5_000, {}, ['verified']],
  [
    'a small one of an old customer',
    400,
    { spendingCapCents: null, customerForDays: 90, committedCents: euros(400) },
    ['small', 'trusted', 'growing'],
  ],
  ['one of a buyer with arrears', 1, { arrearsCents: 1n }, []],
] as const)('%s is accepted by each of its rules alone', (_what, amount, facts, rules) => {
  expect(acceptingRules(euros(amount), { ...newcomer, ...facts })).toEqual(rules)
})

describe('a quote', () => {
  const none = { vcpu: 0, memoryMib: 0, volumeGib: 0 }
  test.each([
    ['a quarter of the processors', { ...none, vcpu: 32 }, { ...none, vcpu: 96 }, true],
    ['less than a quarter', { ...none, vcpu: 32 }, { ...none, vcpu: 97 }, false],
    ['all of a tiny zone', { ...none, vcpu: 31 }, none, false],
    ['a quarter of the memory', { ...none, memoryMib: 131_072 }, { ...none, memoryMib: 393_216 }, true],
    ['a quarter of the volumes', { ...none, volumeGib: 2_000 }, { ...none, volumeGib: 6_000 }, true],
  ])('that holds %s', (_what, held, free, isLarge) => {
    expect(isLargeHold(held, free)).toBe(isLarge)
  })
})
