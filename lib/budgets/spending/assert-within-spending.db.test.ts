import fc from 'fast-check'
import type postgres from 'postgres'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { memberTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addVolume } from '~/lib/resources/testing/resources'
import { type Estate, makeEstate, testPrices } from '~/testing/estate'
import { assertWithinSpending } from './assert-within-spending'

const { sql } = useTestDatabase()
let estate: Estate
let owner: OpContext
let guest: OpContext
let projects: Record<'a' | 'b' | 'c', Id<'project'>>

/** Projects `b` and `c` have the tag; project `a` does not, but has a volume with the tag. */
const tag = { service: 'dsi' }
const volumeCents = ((testPrices.storage.volume ?? 0n) * 720n * 2n + 1_000_000n) / 2_000_000n

beforeAll(async () => {
  estate = await makeEstate(sql)
  const { organisationId, accountId } = estate.own
  projects = { a: estate.own.projectId, b: newId('project'), c: newId('project') }
  for (const name of ['b', 'c'] as const)
    await sql`insert into projects (id, organisation_id, name, is_default, tags, created_at)
      values (${projects[name]}, ${organisationId}, ${name}, false, ${sql.json(tag)}, now())`
  const volumeId = await addVolume(estate)
  await sql`update volumes set tags = ${sql.json(tag)} where id = ${volumeId}`
  owner = estate.own.as('owner')
  const projectRoles = { [projects.b]: 'technical' as const }
  guest = memberTestContext(accountId, { organisationId, role: 'guest', projectRoles })
})

beforeEach(() => clear())

async function clear() {
  await sql`delete from held_orders`
  await sql`delete from budgets`
  await sql`update organisations set spending_cap_cents = null`
}

/** A waiting order: it counts as committed. */
async function commit(tx: postgres.Sql | postgres.TransactionSql, projectId: Id<'project'>, cents: bigint) {
  const id = newId('order')
  const { organisationId, accountId } = estate.own
  await tx`insert into orders (id, organisation_id, project_id, selling_entity_id, number, state, placed_by_account_id, terms_version, dpa_version, monthly_cents, created_at)
    values (${id}, ${organisationId}, ${projectId}, 'sel_test', ${id}, 'held', ${accountId}, '1', '1', ${`${cents}`}, ${testNow})`
  await tx`insert into held_orders (order_id, organisation_id, project_id, reasons, approvals_needed, plan, resource_ids, names, content_hash, held_at, expires_at)
    values (${id}, ${organisationId}, ${projectId}, '{approval}', 1, '[]', '{}', '{}', 'x', ${testNow}, ${testNow})`
}

type Scope = 'all' | 'dsi' | 'a' | 'b' | 'c'
async function addBudget(name: string, scope: Scope, cents: bigint, isHard = true) {
  const projectId = scope === 'all' || scope === 'dsi' ? null : projects[scope]
  await sql`insert into budgets (id, organisation_id, name, project_id, tag, monthly_cents, thresholds, is_hard, created_at)
    values (${newId('budget')}, ${estate.own.organisationId}, ${name}, ${projectId}, ${scope === 'dsi' ? 'service:dsi' : null}, ${`${cents}`}, '{80}', ${isHard}, now())`
}

const setCap = (cents: bigint | null) =>
  sql`update organisations set spending_cap_cents = ${cents === null ? null : `${cents}`} where id = ${estate.own.organisationId}`

/** The refusal of this additional amount in a project, or null. */
async function refusalOf(ctx: OpContext, at: 'a' | 'b' | 'c', moreCents: bigint, ownTags = {}) {
  const ask = withOrganisation(ctx, (tx, organisationId) =>
    assertWithinSpending(tx, { organisationId, projectId: projects[at], moreCents, ownTags }, testNow),
  )
  return ask.then(
    () => null,
    (error: unknown) => {
      if (!(error instanceof DomainError)) throw error
      return { code: error.code, params: error.params }
    },
  )
}

test('limits refuse as a model of them does, with its figures, and show a guest none of other projects', async () => {
  const cents = fc.bigInt({ min: 0n, max: 5_000n })
  const where = fc.constantFrom('a' as const, 'b' as const, 'c' as const)
  const scope = fc.constantFrom<Scope>('all', 'dsi', 'a', 'b', 'c')
  await fc.assert(
    fc
      .asyncProperty(
        fc.option(fc.bigInt({ min: 0n, max: 15_000n })),
        fc.array(fc.tuple(scope, fc.bigInt({ min: 1n, max: 9_000n }), fc.boolean()), { maxLength: 4 }),
        fc.array(fc.tuple(where, cents), { maxLength: 4 }),
        fc.array(fc.tuple(where, cents, fc.constantFrom({}, tag, { service: 'rh' }), fc.boolean()), {
          minLength: 1,
          maxLength: 4,
        }),
        async (cap, budgets, orders, requests) => {
          await setCap(cap)
          for (const [n, [of, amount, isHard]] of budgets.entries())
            await addBudget(`b${n}`, of, amount, isHard)
          for (const [at, amount] of orders) await commit(sql, projects[at], amount)
          const spent = [
            ...orders.map(([at, amount]) => ({ at, amount, isDsi: at !== 'a' })),
            { at: 'a', amount: volumeCents, isDsi: true },
          ]
          for (const [at, more, tags, asGuest] of requests) {
            const isDsi = 'service' in tags ? tags.service === 'dsi' : at !== 'a'
            const isIn = (of: Scope, each: { at: string; isDsi: boolean }) =>
              of === 'all' || (of === 'dsi' ? each.isDsi : of === each.at)
            const sumOf = (of: Scope) =>
              spent.reduce((sum, each) => (isIn(of, each) ? sum + each.amount : sum), 0n)
            const over = budgets
              .map(([of, amount, isHard], n) => ({ n, of, amount, isHard, by: sumOf(of) + more - amount }))
              .filter(({ of, isHard, by }) => isHard && by > 0n && isIn(of, { at, isDsi }))
              .sort((one, other) => (one.by === other.by ? one.n - other.n : one.by < other.by ? 1 : -1))[0]
            const figures = (committed: bigint) => ({ committedCents: `${committed}`, orderCents: `${more}` })
            const expected =
              more === 0n
                ? null
                : cap !== null && sumOf('all') + more > cap
                  ? {
                      code: 'spending_cap_exceeded',
                      params: asGuest ? {} : { capCents: `${cap}`, ...figures(sumOf('all')) },
                    }
                  : over
                    ? {
                        code: 'budget_exceeded',
                        params:
                          asGuest && (over.of === 'all' || over.of === 'dsi')
                            ? { reason: 'budget_of_others' }
                            : {
                                budget: `b${over.n}`,
                                monthlyCents: `${over.amount}`,
                                ...figures(sumOf(over.of)),
                                overCents: `${over.by}`,
                                over: `${(over.by + 99n) / 100n}`,
                              },
                      }
                    : null
            expect(await refusalOf(asGuest ? guest : owner, at, more, tags)).toEqual(expected)
          }
        },
      )
      .beforeEach(clear),
    { numRuns: 60 },
  )
})

test.each([
  ['cap', () => setCap(volumeCents + 500n)],
  ['hard budget', () => addBudget('Année', 'all', volumeCents + 500n)],
] as const)(
  'concurrent requests add up: a %s with room for five accepts five of twelve',
  async (_, limit) => {
    await limit()
    const answers = await Promise.allSettled(
      Array.from({ length: 12 }, (_each, n) =>
        withOrganisation(owner, async (tx, organisationId) => {
          const projectId = projects[n % 2 === 0 ? 'a' : 'b']
          await assertWithinSpending(tx, { organisationId, projectId, moreCents: 100n }, testNow)
          const id = newId('order')
          await tx.execute(
            `insert into orders (id, organisation_id, project_id, selling_entity_id, number, state, placed_by_account_id, terms_version, dpa_version, monthly_cents, created_at)
          values ('${id}', '${organisationId}', '${projectId}', 'sel_test', '${id}', 'held', '${estate.own.accountId}', '1', '1', 100, now())`,
          )
          await tx.execute(
            `insert into held_orders (order_id, organisation_id, project_id, reasons, approvals_needed, plan, resource_ids, names, content_hash, held_at, expires_at)
          values ('${id}', '${organisationId}', '${projectId}', '{approval}', 1, '[]', '{}', '{}', 'x', now(), now())`,
          )
        }),
      ),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toBeInstanceOf(DomainError)
  },
)
