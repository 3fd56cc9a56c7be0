import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { readCosts } from '~/lib/billing'
import { issueDocument } from '~/lib/billing/exports/testing/issue-document'
import { exampleDocument } from '~/lib/billing/invoices/testing/example-document'
import { issueInvoice } from '~/lib/billing/testing/issue-invoice'
import { makeSeller } from '~/lib/billing/testing/seller'
import { type IncidentWorld, openIncidentWorld } from '~/lib/incidents/testing/incident-world'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import { getOverview } from '~/lib/resources'
import { openTicket } from '~/lib/support'
import { asked } from '~/lib/support/testing/ticket-world'
import { monthToDateCents } from '~/lib/usage/rating/cost'
import { makeStaff } from '~/testing/staff'
import { readCustomer } from './index'

const { sql } = useTestDatabase()
let world: IncidentWorld
/** Health is judged by the clock of the database: rounds in the future stay known while the test runs. */
const later = (seconds: number) => addSeconds(start, seconds)
const start = new Date()

beforeAll(async () => {
  world = await openIncidentWorld(sql)
  await makeSeller(sql)
  const { own, foreign } = world.estate
  for (const [of, subject] of [
    [own, 'Le nôtre'],
    [foreign, 'Le leur'],
  ] as const)
    await openTicket(of.as('technical', later(0)), { ...asked, subject })
  const seen = {
    [world.own[0] ?? '']: 'down',
    [world.own[1] ?? '']: 'down',
    [world.foreign]: 'down',
  } as const
  await world.look(seen, later(300))
  await world.follow(later(301))
  await sql`insert into account_sessions (token_hash, account_id, created_at, last_seen_at, expires_at)
    values (${newId('token')}, ${own.accountId}, ${later(0)}, ${later(30)}, ${later(9_000)}),
      (${newId('token')}, ${own.accountId}, ${later(0)}, ${later(10)}, ${later(9_000)}),
      (${newId('token')}, ${foreign.accountId}, ${later(0)}, ${later(50)}, ${later(9_000)})`
})

const as = async (...roles: StaffRole[]) => (await makeStaff(sql, roles)).as(later(60))

describe('the file of a customer', () => {
  test('has its own servers, money, tickets, incidents and people, as the customer sees them', async () => {
    const { own, foreign } = world.estate
    const file = await readCustomer(await as('administrator'), own)
    const member = own.as('owner', later(60))
    const overview = await getOverview(member)
    expect(file.estate?.counts).toEqual(overview.counts)
    expect(file.account).toMatchObject({
      toDateCents: `${await withOrganisation(member, (tx) => monthToDateCents(tx, own.organisationId, member.now))}`,
      committedCents: `${overview.committedCents}`,
      openCents: '0',
      open: [],
    })
    expect(file.account?.toDateCents).not.toBe('0')
    expect(file.estate).toMatchObject({ total: 4, troubled: 2 })
    // Those that do not answer come first, with the instant.
    expect(file.estate?.servers.map(({ silentSince }) => silentSince !== null)).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(
      file.estate?.servers
        .slice(0, 2)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['archives', 'etat-civil'])
    expect(file.estate?.servers[0]?.hostId).toBe(world.hostId)
    expect(file.tickets).toMatchObject({ open: 1, tickets: [{ subject: 'Le nôtre' }] })
    expect(file.incidents?.live).toBe(1)
    expect(file.people?.map(({ lastSeenAt }) => lastSeenAt)).toContain(later(30).toISOString())
    const other = await readCustomer(await as('administrator'), foreign)
    expect(other.estate?.servers.map(({ name }) => name)).toEqual(['dossiers'])
    expect(other.tickets?.tickets.map(({ subject }) => subject)).toEqual(['Le leur'])
    expect(other.people).not.toEqual([])
    expect(other.people?.some(({ id }) => file.people?.some((each) => each.id === id))).toBe(false)
  })

  test('adds up what is unpaid, with what is late apart', async () => {
    const { organisationId } = world.estate.own
    const today = parisDay(later(60))
    await issueInvoice(sql, organisationId, { number: 'T-1', grossCents: 1_200n, dueOn: addDays(today, -1) })
    await issueInvoice(sql, organisationId, { number: 'T-2', grossCents: 2_401n, dueOn: today })
    const { account } = await readCustomer(await as('accountant'), world.estate.own)
    expect(account).toMatchObject({ openCents: '3601', overdueCents: '1200' })
    expect(account?.open.map(({ number, isLate }) => [number, isLate])).toEqual([
      ['T-1', true],
      ['T-2', false],
    ])
    const other = await readCustomer(await as('accountant'), world.estate.foreign)
    expect(other.account?.open).toEqual([])
  })

  test('shows the cents of each month that the customer sees', async () => {
    const { own } = world.estate
    const [seller] = await sql<{ id: Id<'sellingEntity'> }[]>`select id from selling_entities`
    invariant(seller, 'made above')
    for (const month of [-3, -2].map((ago) => periodAfter(periodOf(start), ago)))
      await issueDocument(
        sql,
        { sellingEntityId: seller.id, organisationId: own.organisationId },
        exampleDocument({ number: `T-${month}`, period: { from: `${month}-01`, to: `${month}-28` } }),
      )
    const { account } = await readCustomer(await as('accountant'), own)
    const seen = await readCosts(own.as('owner', later(60)), { by: 'resource' })
    const months = seen.months.map(({ period, cents }) => ({ period, cents }))
    expect(account?.months).toEqual(months)
    // Two invoiced months and the one before this; in the first minutes of a month nothing runs in it yet.
    expect(months.filter(({ cents }) => cents !== '0').length).toBeGreaterThanOrEqual(3)
  })

  test.each<[StaffRole, readonly string[]]>([
    ['moderator', ['estate', 'tickets', 'incidents']],
    ['support', ['estate', 'account', 'tickets', 'incidents']],
    ['accountant', ['account', 'tickets', 'incidents']],
    ['auditor', ['estate', 'account', 'tickets', 'incidents']],
  ])('of a %s has the parts that this role may read', async (role, parts) => {
    const file = await readCustomer(await as(role), world.estate.own)
    const read = (['estate', 'account', 'tickets', 'incidents'] as const).filter(
      (part) => file[part] !== null,
    )
    expect(read).toEqual(parts)
  })

  test('tells support alone when people were last seen and whether one factor signs them in', async () => {
    const ofSupport = await readCustomer(await as('support'), world.estate.own)
    expect(ofSupport.people?.every(({ hasSecondFactor }) => hasSecondFactor !== null)).toBe(true)
    const { people } = await readCustomer(await as('accountant'), world.estate.own)
    expect(people).toHaveLength(ofSupport.people?.length ?? 0)
    for (const person of people ?? [])
      expect(person).toMatchObject({ hasSecondFactor: null, lastSeenAt: null })
    const { people: none } = await readCustomer(await as('support'), {
      ...world.estate.own,
      withPeople: false,
    })
    expect(none).toBeNull()
  })

  test('is refused to capacity managers, to customers, and for an unknown customer', async () => {
    await expect(readCustomer(await as('capacity'), world.estate.own)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(readCustomer(world.member(), world.estate.own)).rejects.toMatchObject({
      code: 'unauthenticated',
    })
    for (const organisationId of [newId('organisation'), 'org_x'])
      await expect(readCustomer(await as('support'), { organisationId })).rejects.toMatchObject({
        code: 'not_found',
      })
  })

  test('is recorded once in the journal of the customer', async () => {
    const staff = await as('support')
    const visits = async () => {
      const [row] =
        await sql`select count(*)::int as n from audit_events where event = 'organisation.viewed_by_staff'
        and organisation_id = ${world.estate.foreign.organisationId}`
      return row?.n as number
    }
    const before = await visits()
    await readCustomer(staff, world.estate.foreign)
    await readCustomer(staff, world.estate.foreign)
    expect((await visits()) - before).toBe(1)
  })
})
