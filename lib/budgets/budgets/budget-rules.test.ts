import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { findPassedBudget, reachedThresholds, tagKeysOf } from './budget-rules'

const project = (name: string, tags: Record<string, string> = {}) => ({
  id: `prj_${name}` as Id<'project'>,
  tags,
})
const projects = [project('a'), project('b', { service: 'dsi' }), project('c', { service: 'dsi' })]

test.each([
  [0n, []],
  [4_999n, []],
  [5_000n, [50]],
  [9_999n, [50, 80]],
  [10_000n, [50, 80, 100]],
  [12_000n, [50, 80, 100, 120]],
] as const)('%i of 10,000 cents reaches %o', (spent, reached) => {
  expect(reachedThresholds({ monthlyCents: 10_000n, thresholds: [50, 80, 100, 120] }, spent)).toEqual(reached)
})

const budget = (more: object) => ({
  name: 'b',
  projectId: null,
  tag: null,
  monthlyCents: 100n,
  isHard: true,
  ...more,
})
const part = (at: string, cents: bigint, tags: Record<string, string> = {}) => ({
  projectId: `prj_${at}` as Id<'project'>,
  tags,
  cents,
})
const committed = [part('a', 10n), part('b', 20n), part('c', 30n)]
const passed = (
  budgets: ReturnType<typeof budget>[],
  at: string,
  moreCents: bigint,
  own: Record<string, string> = {},
  live = committed,
) => findPassedBudget(budgets, projects, live, [part(at, moreCents, own)])?.overCents ?? null

test('up to exactly the amount is within; a cent more says by how much', () => {
  expect(passed([budget({})], 'a', 40n)).toBeNull()
  expect(passed([budget({})], 'a', 41n)).toBe(1n)
  expect(passed([budget({ isHard: false })], 'a', 1_000n)).toBeNull()
})

test('a budget of a project or of a tag counts what it covers and no other', () => {
  expect(passed([budget({ projectId: 'prj_b' })], 'a', 1_000n)).toBeNull()
  expect(passed([budget({ projectId: 'prj_b' })], 'b', 81n)).toBe(1n)
  expect(passed([budget({ tag: 'service:dsi' })], 'a', 1_000n)).toBeNull()
  expect(passed([budget({ tag: 'service:dsi' })], 'c', 51n)).toBe(1n)
  expect(passed([budget({ tag: 'service:rh' })], 'c', 1_000n)).toBeNull()
})

test('a budget of a tag counts what carries it, of its own or by its project, and each once', () => {
  const dsi = [budget({ tag: 'service:dsi' })]
  const live = [
    ...committed,
    part('a', 7n, { service: 'dsi' }),
    part('b', 5n, { service: 'dsi' }),
    // Says something else than its project, and is counted where it says.
    part('b', 1_000n, { service: 'rh' }),
  ]
  expect(passed(dsi, 'a', 1_000n, {}, live)).toBeNull()
  expect(passed(dsi, 'a', 38n, { service: 'dsi' }, live)).toBeNull()
  expect(passed(dsi, 'a', 39n, { service: 'dsi' }, live)).toBe(1n)
  expect(passed(dsi, 'b', 39n, {}, live)).toBe(1n)
  expect(passed(dsi, 'b', 1_000n, { service: 'rh' }, live)).toBeNull()
  expect(tagKeysOf([...dsi, budget({}), budget({ tag: 'service:rh' }), budget({ tag: 'env:a:b' })])).toEqual([
    'env',
    'service',
  ])
})

test('of several the one that is passed the furthest is named, whatever their order', () => {
  const both = [
    budget({ name: 'all', monthlyCents: 100n }),
    budget({ name: 'b', projectId: 'prj_b', monthlyCents: 25n }),
  ]
  for (const budgets of [both, [...both].reverse()])
    expect(findPassedBudget(budgets, projects, committed, [part('b', 50n)])).toMatchObject({
      name: 'b',
      overCents: 45n,
    })
})

test('what is let through never takes any hard budget past its amount, against an oracle that counts by hand', () => {
  const cents = fc.bigInt({ min: 0n, max: 1_000n })
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          scope: fc.constantFrom('all', 'a', 'b', 'c', 'dsi'),
          amount: fc.bigInt({ min: 1n, max: 2_000n }),
          isHard: fc.boolean(),
        }),
        { maxLength: 5 },
      ),
      fc.tuple(cents, cents, cents),
      fc.array(fc.record({ at: fc.constantFrom('a', 'b', 'c'), more: cents }), { maxLength: 12 }),
      (budgets, start, orders) => {
        const rows = budgets.map(({ scope, amount, isHard }) =>
          budget({
            monthlyCents: amount,
            isHard,
            ...(scope === 'dsi'
              ? { tag: 'service:dsi' }
              : scope === 'all'
                ? {}
                : { projectId: `prj_${scope}` }),
          }),
        )
        const spent: Record<string, bigint> = { a: start[0], b: start[1], c: start[2] }
        const within: Record<string, string[]> = {
          all: ['a', 'b', 'c'],
          dsi: ['b', 'c'],
          a: ['a'],
          b: ['b'],
          c: ['c'],
        }
        for (const { at, more } of orders) {
          const now = Object.entries(spent).map(([name, value]) => part(name, value))
          const answer = findPassedBudget(rows, projects, now, [part(at, more)])
          const passedBy = budgets
            .filter(({ scope, isHard }) => isHard && within[scope]?.includes(at))
            .map(({ scope, amount }) =>
              (within[scope] ?? []).reduce((sum, name) => sum + (spent[name] ?? 0n), more - amount),
            )
          const worst = [0n, ...passedBy].sort((one, other) => (one < other ? 1 : -1))[0]
          expect(answer?.overCents ?? 0n).toBe(more > 0n ? worst : 0n)
          if (!answer) spent[at] = (spent[at] ?? 0n) + more
        }
      },
    ),
    { numRuns: 500 },
  )
})
