import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { findExceededLimit, type Spending } from './spending-rule'

const project = (name: string, tags: Record<string, string> = {}) => ({
  id: `prj_${name}` as Id<'project'>,
  tags,
})
const projects = [project('a'), project('b', { service: 'dsi' }), project('c', { service: 'dsi' })]
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

/** By how much the reported budget would be exceeded; null without one. */
function overBudget(
  budgets: Spending['budgets'],
  at: string,
  moreCents: bigint,
  own: Record<string, string> = {},
  live = committed,
) {
  const passed = findExceededLimit(
    { capCents: null, budgets, projects, committed: live },
    part(at, moreCents, own),
  )
  return passed?.limit === 'budget' ? passed.overCents : null
}

test.each([
  [null, 3_528n, 1_000_000n, false],
  [5_000n, 3_528n, 1_472n, false],
  [5_000n, 3_528n, 1_473n, true],
  [0n, 0n, 0n, false],
  [0n, 1n, 0n, false],
  [0n, 0n, 1n, true],
] as const)(
  'with a cap of %s cents and %s committed, %s more exceeds the cap: %s',
  (capCents, before, more, isPassed) => {
    const spending = { capCents, budgets: [], projects, committed: [part('a', before)] }
    expect(findExceededLimit(spending, part('b', more)) !== null).toBe(isPassed)
  },
)

test('the cap is reported before a budget that is exceeded too', () => {
  const spending = { capCents: 60n, budgets: [budget({ monthlyCents: 1n })], projects, committed }
  expect(findExceededLimit(spending, part('a', 1n))).toEqual({
    limit: 'cap',
    capCents: 60n,
    committedCents: 60n,
    moreCents: 1n,
  })
})

test('exactly the amount is within a budget; a cent more is refused with the difference', () => {
  expect(overBudget([budget({})], 'a', 40n)).toBeNull()
  expect(overBudget([budget({})], 'a', 41n)).toBe(1n)
  expect(overBudget([budget({ isHard: false })], 'a', 1_000n)).toBeNull()
})

test('a budget of a project or tag counts only what it covers', () => {
  expect(overBudget([budget({ projectId: 'prj_b' })], 'a', 1_000n)).toBeNull()
  expect(overBudget([budget({ projectId: 'prj_b' })], 'b', 81n)).toBe(1n)
  expect(overBudget([budget({ tag: 'service:dsi' })], 'a', 1_000n)).toBeNull()
  expect(overBudget([budget({ tag: 'service:dsi' })], 'c', 51n)).toBe(1n)
  expect(overBudget([budget({ tag: 'service:rh' })], 'c', 1_000n)).toBeNull()
})

test('a budget of a tag counts resources with an own or inherited tag, each once', () => {
  const dsi = [budget({ tag: 'service:dsi' })]
  const live = [
    ...committed,
    part('a', 7n, { service: 'dsi' }),
    part('b', 5n, { service: 'dsi' }),
    // Its own tag overrides the tag of its project.
    part('b', 1_000n, { service: 'rh' }),
  ]
  expect(overBudget(dsi, 'a', 1_000n, {}, live)).toBeNull()
  expect(overBudget(dsi, 'a', 38n, { service: 'dsi' }, live)).toBeNull()
  expect(overBudget(dsi, 'a', 39n, { service: 'dsi' }, live)).toBe(1n)
  expect(overBudget(dsi, 'b', 39n, {}, live)).toBe(1n)
  expect(overBudget(dsi, 'b', 1_000n, { service: 'rh' }, live)).toBeNull()
})

test('of several exceeded budgets the one exceeded the most is reported, in any order', () => {
  const both = [
    budget({ name: 'all', monthlyCents: 100n }),
    budget({ name: 'b', projectId: 'prj_b', monthlyCents: 25n }),
  ]
  for (const budgets of [both, [...both].reverse()])
    expect(findExceededLimit({ capCents: null, budgets, projects, committed }, part('b', 50n))).toMatchObject(
      {
        name: 'b',
        overCents: 45n,
      },
    )
})

test('accepted spending never exceeds the cap or a hard budget, compared with an independent oracle', () => {
  const cents = fc.bigInt({ min: 0n, max: 1_000n })
  const limits = fc.record({
    capCents: fc.option(fc.bigInt({ min: 0n, max: 3_000n })),
    budgets: fc.array(
      fc.record({
        scope: fc.constantFrom('all', 'a', 'b', 'c', 'dsi'),
        amount: fc.bigInt({ min: 1n, max: 2_000n }),
        isHard: fc.boolean(),
      }),
      { maxLength: 5 },
    ),
  })
  const requests = fc.array(fc.record({ at: fc.constantFrom('a', 'b', 'c'), more: cents }), { maxLength: 12 })
  const within: Record<string, string[]> = {
    all: ['a', 'b', 'c'],
    dsi: ['b', 'c'],
    a: ['a'],
    b: ['b'],
    c: ['c'],
  }
  const scopeOf = (scope: string) =>
    scope === 'dsi' ? { tag: 'service:dsi' } : scope === 'all' ? {} : { projectId: `prj_${scope}` }
  fc.assert(
    fc.property(limits, fc.tuple(cents, cents, cents), requests, ({ capCents, budgets }, start, orders) => {
      const rows = budgets.map(({ scope, amount, isHard }) =>
        budget({ monthlyCents: amount, isHard, ...scopeOf(scope) }),
      )
      const spent: Record<string, bigint> = { a: start[0], b: start[1], c: start[2] }
      const sumOf = (names: string[]) => names.reduce((sum, name) => sum + (spent[name] ?? 0n), 0n)
      for (const { at, more } of orders) {
        const now = Object.entries(spent).map(([name, value]) => part(name, value))
        const passed = findExceededLimit(
          { capCents, budgets: rows, projects, committed: now },
          part(at, more),
        )
        const isOverCap = capCents !== null && sumOf(['a', 'b', 'c']) + more > capCents
        const overs = budgets
          .filter(({ scope, isHard }) => isHard && within[scope]?.includes(at))
          .map(({ scope, amount }) => sumOf(within[scope] ?? []) + more - amount)
        const worst = [0n, ...overs].sort((one, other) => (one < other ? 1 : -1))[0] ?? 0n
        const expected = more === 0n ? null : isOverCap ? 'cap' : worst > 0n ? 'budget' : null
        expect(passed?.limit ?? null).toBe(expected)
        if (passed?.limit === 'budget') expect(passed.overCents).toBe(worst)
        if (!passed) spent[at] = (spent[at] ?? 0n) + more
      }
    }),
    { numRuns: 500 },
  )
})
