import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { approvalFromCents, approvalsNeeded, type SignatureRule } from './signature'

const rule = (part: Partial<SignatureRule>): SignatureRule => ({
  fromCents: 0n,
  projectId: null,
  costCentre: null,
  kind: null,
  approvals: 1,
  ...part,
})
const order = { monthlyCents: 50_000n, projectId: 'prj_a', costCentre: 'DSI', kinds: ['compute', 'storage'] }

test.each([
  ['without a rule no approval is needed', [], 0],
  ['a rule applies from exactly its amount on', [rule({ fromCents: 50_000n })], 1],
  ['a rule does not apply below its amount', [rule({ fromCents: 50_001n })], 0],
  ['the strictest rule counts', [rule({}), rule({ fromCents: 40_000n, approvals: 2 })], 2],
  ['a rule of another project does not apply', [rule({ projectId: 'prj_b' })], 0],
  ['a rule of its project applies', [rule({ projectId: 'prj_a' })], 1],
  ['a rule of another cost centre does not apply', [rule({ costCentre: 'RH' })], 0],
  ['a rule of its cost centre applies', [rule({ costCentre: 'DSI', approvals: 2 })], 2],
  ['a rule for the kind of one line applies', [rule({ kind: 'storage' })], 1],
  ['a rule for the kind of no line does not apply', [rule({ kind: 'combined' })], 0],
  ['a rule for addresses does not apply to servers and disks', [rule({ kind: 'address' })], 0],
] as const)('%s', (_title, rules, expected) => {
  expect(approvalsNeeded(rules, order).approvals).toBe(expected)
})

const needed = (rules: readonly SignatureRule[], monthlyCents: bigint) =>
  approvalsNeeded(rules, { ...order, monthlyCents }).approvals

describe('the sum of a day', () => {
  const before = { ...order, monthlyCents: 15_000n, approvals: 0 }
  const small = { ...order, monthlyCents: 5_000n }
  test.each([
    ['reaches the amount with earlier orders', rule({ fromCents: 20_000n }), [before], 1, 20_000n],
    ['stays a cent below it', rule({ fromCents: 20_001n }), [before], 0, null],
    [
      'leaves out orders that needed as many approvals',
      rule({ fromCents: 20_000n }),
      [{ ...before, approvals: 1 }],
      0,
      null,
    ],
    [
      'counts orders that needed fewer approvals',
      rule({ fromCents: 20_000n, approvals: 2 }),
      [{ ...before, approvals: 1 }],
      2,
      20_000n,
    ],
    [
      'leaves out orders that the rule does not match',
      rule({ fromCents: 20_000n, kind: 'storage' }),
      [{ ...before, kinds: ['compute'] }],
      0,
      null,
    ],
    ['is null when the order alone reaches the amount', rule({ fromCents: 5_000n }), [before], 1, null],
  ])('%s', (_title, only, earlier, approvals, dayCents) => {
    expect(approvalsNeeded([only], small, earlier)).toEqual({ approvals, dayCents })
  })
})

test('exactly the amounts from the announced one on need an approval', () => {
  const some = fc.record({
    fromCents: fc.bigInt(0n, 1_000n),
    projectId: fc.constantFrom(null, 'prj_a', 'prj_b'),
    costCentre: fc.constantFrom(null, 'DSI'),
    kind: fc.constantFrom(null, 'compute' as const, 'combined' as const),
    approvals: fc.integer({ min: 1, max: 2 }),
  })
  const earlier = fc.record({
    ...{ projectId: fc.constantFrom('prj_a', 'prj_b'), costCentre: fc.constant('DSI') },
    ...{ kinds: fc.constant(['compute']), approvals: fc.integer({ min: 0, max: 2 }) },
    monthlyCents: fc.bigInt(0n, 500n),
  })
  fc.assert(
    fc.property(fc.array(some), fc.array(earlier), fc.bigInt(1n, 1_500n), (rules, before, monthlyCents) => {
      const from = approvalFromCents(rules, order, before)
      const { approvals } = approvalsNeeded(rules, { ...order, monthlyCents }, before)
      expect(approvals > 0).toBe(from !== null && monthlyCents >= from)
    }),
  )
})

test('a higher amount never needs fewer approvals, nor does an additional rule', () => {
  const some = fc.record({
    fromCents: fc.bigInt(0n, 1_000n),
    projectId: fc.constantFrom(null, 'prj_a', 'prj_b'),
    costCentre: fc.constantFrom(null, 'DSI'),
    kind: fc.constantFrom(null, 'compute' as const, 'combined' as const),
    approvals: fc.integer({ min: 1, max: 2 }),
  })
  fc.assert(
    fc.property(
      fc.array(some),
      some,
      fc.bigInt(0n, 1_000n),
      fc.bigInt(0n, 1_000n),
      (rules, more, cents, added) => {
        const asked = needed(rules, cents)
        expect(needed(rules, cents + added)).toBeGreaterThanOrEqual(asked)
        expect(needed([...rules, more], cents)).toBeGreaterThanOrEqual(asked)
      },
    ),
  )
})
