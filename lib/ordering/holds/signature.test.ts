import fc from 'fast-check'
import { expect, test } from 'vitest'
import { approvalsNeeded, type SignatureRule } from './signature'

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
  ['no rule asks nobody', [], 0],
  ['from the very amount on', [rule({ fromCents: 50_000n })], 1],
  ['below it nobody', [rule({ fromCents: 50_001n })], 0],
  ['the strictest counts', [rule({}), rule({ fromCents: 40_000n, approvals: 2 })], 2],
  ['another project is not meant', [rule({ projectId: 'prj_b' })], 0],
  ['its own is', [rule({ projectId: 'prj_a' })], 1],
  ['another cost centre is not meant', [rule({ costCentre: 'RH' })], 0],
  ['its own cost centre is', [rule({ costCentre: 'DSI', approvals: 2 })], 2],
  ['a kind that one of its lines has', [rule({ kind: 'storage' })], 1],
  ['a kind that none has', [rule({ kind: 'combined' })], 0],
  ['addresses, of an order of servers and disks', [rule({ kind: 'address' })], 0],
] as const)('%s', (_title, rules, expected) => {
  expect(approvalsNeeded(rules, order)).toBe(expected)
})

test('a dearer order is never asked for less, nor one more rule for fewer', () => {
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
        const asked = approvalsNeeded(rules, { ...order, monthlyCents: cents })
        expect(approvalsNeeded(rules, { ...order, monthlyCents: cents + added })).toBeGreaterThanOrEqual(
          asked,
        )
        expect(approvalsNeeded([...rules, more], { ...order, monthlyCents: cents })).toBeGreaterThanOrEqual(
          asked,
        )
      },
    ),
  )
})
