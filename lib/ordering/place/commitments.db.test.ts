import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { defineList, definePromotion, defineRates, listSpendableGrants } from '~/lib/catalogue'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import type { Id } from '~/lib/kernel/ids'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { changeInstanceState, deleteInstance, lockInstance } from '~/lib/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { restoreInstance } from '~/lib/resources/testing/unjudged'
import {
  advanceCommitments,
  beginCommitment,
  chooseRenewal,
  committedMonthlyCents,
  leaveCommitment,
  monthToDateCents,
  openUsage,
} from '~/lib/usage'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { placeOrder, requestChange } from '../index'
import { makeCatalogue, serverOrder, type TestCatalogue } from '../testing/order-world'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
let zone: TestZone
let catalogue: TestCatalogue
let buyers: TestBuyer[]
const year = { termMonths: 12 as const, renewal: 'hourly' as const }
const at = (text: string) => new Date(text)

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000'
  zone = await makeZone({ count: 8, vcpu: 64 })
  catalogue = await makeCatalogue([zone])
  buyers = await makeBuyers(sql, 60)
  await query(
    `insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
     values ($1, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true) on conflict do nothing`,
    newId('sellingEntity'),
  )
  await defineRates(seedContext(), {
    validFrom: at('2026-01-01T00:00:00Z'),
    rates: [
      { family: 'essential', termMonths: 12, basisPoints: 2_000 },
      { family: 'essential', termMonths: 36, basisPoints: 3_500 },
      { family: 'combined', termMonths: 12, basisPoints: 1_000 },
    ],
  })
})

let next = 0
const buyer = () => {
  const found = buyers[next++]
  if (!found) throw new Error('more organisations are needed')
  return found
}

/** Does what the saga does when a server is first reachable. */
async function deliver(id: string, when: Date): Promise<void> {
  const ctx = systemTestContext(when)
  await query(`update sagas set state = 'succeeded', finished_at = now() where resource_id = $1`, id)
  await withSystem(ctx, async (tx) => {
    const row = await changeInstanceState(tx, ctx, id as Id<'instance'>, {
      from: ['creating'],
      to: 'running',
      effectiveAt: when,
      set: { runningSince: when },
    })
    const resource = await beginCommitment(tx, row, when)
    await openUsage(tx, { resource, meters: ['compute', 'root_disk'], at: when, recordedAt: when })
  })
}

async function ordered(of: TestBuyer, line: Parameters<typeof serverOrder>[2], when?: Date) {
  const outcome = await placeOrder(of.as('owner', when), serverOrder(zone, catalogue, line))
  if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
  const rows = await query<{ id: Id<'instance'> }>(
    'select i.id from instances i join order_lines l on l.id = i.order_line_id where l.order_id = $1 order by i.name',
    outcome.orderId,
  )
  return { orderId: outcome.orderId, ids: rows.map(({ id }) => id) }
}

const commitmentsOf = (id: string) =>
  query<{ id: Id<'commitment'>; state: string; started_at: Date; ends_at: Date; basis_points: number }>(
    'select id, state, started_at, ends_at, basis_points from commitments where resource_id = $1 order by started_at',
    id,
  )
const usageOf = (id: string) =>
  query<{
    meter: string
    paid: string
    list: string | null
    hourly: string | null
    from: Date
    to: Date | null
  }>(
    `select meter, micro_cents_per_hour::text as paid, list_micro_cents_per_hour::text as list,
       hourly_micro_cents_per_hour::text as hourly, started_at as "from", ended_at as "to"
     from usage_intervals where resource_id = $1 order by meter, started_at`,
    id,
  )
const underOne = async (ctx: OpContext) =>
  withOrganisation(ctx, (tx, organisationId) => committedMonthlyCents(tx, organisationId, ctx.now))

describe('a server with a term', () => {
  test('is ordered, committed and metered at the lower price, from the second it is reachable', async () => {
    const of = buyer()
    const { ids, orderId } = await ordered(of, { commitment: year })
    const [id = ''] = ids
    expect(await query('select monthly_cents::int as cents from orders where id = $1', orderId)).toEqual([
      { cents: 2822 },
    ])
    await deliver(id, at('2026-11-25T10:00:00Z'))
    expect(await commitmentsOf(id)).toMatchObject([
      { state: 'active', ends_at: at('2027-11-25T10:00:00Z'), basis_points: 2_000 },
    ])
    expect((await usageOf(id)).map(({ meter, paid, list, hourly }) => [meter, paid, list, hourly])).toEqual([
      ['compute', '3200000', '4000000', '4000000'],
      ['root_disk', '720000', '900000', '900000'],
    ])
    expect(await underOne(of.as())).toBe(2822n)
  })

  test("cannot have a term that is not offered, nor exceed the bundle's rules", async () => {
    const of = buyer()
    await expect(
      placeOrder(
        of.as(),
        serverOrder(zone, catalogue, {
          bundleId: catalogue.combined,
          commitment: { termMonths: 36, renewal: 'renew' },
        }),
      ),
    ).rejects.toMatchObject({ field: 'lines.0.commitment', params: { reason: 'term_not_offered' } })
    await query(
      `update bundles set order_fields = $2::text::jsonb where id = $1`,
      catalogue.server,
      JSON.stringify({ quantityMax: 2, commitment: { rule: 'fixed', value: 12 } }),
    )
    try {
      await expect(
        placeOrder(of.as(), serverOrder(zone, catalogue, { quantity: 3, commitment: year })),
      ).rejects.toMatchObject({ field: 'lines.0.quantity', params: { reason: 'quantity_of_bundle' } })
      await expect(placeOrder(of.as(), serverOrder(zone, catalogue))).rejects.toMatchObject({
        field: 'lines.0.commitment',
        params: { reason: 'fixed_by_bundle' },
      })
    } finally {
      await query(`update bundles set order_fields = '{}' where id = $1`, catalogue.server)
    }
  })

  test('turns hourly at the very second its term ends, once', async () => {
    const of = buyer()
    const { ids } = await ordered(of, { commitment: year })
    const [id = ''] = ids
    await deliver(id, at('2026-01-31T10:00:00Z'))
    await advanceCommitments(systemTestContext(at('2027-01-31T09:59:59Z')))
    expect(await commitmentsOf(id)).toMatchObject([{ state: 'active' }])
    for (const when of ['2027-01-31T10:00:07Z', '2027-01-31T10:05:00Z'])
      await advanceCommitments(systemTestContext(at(when)))
    expect(await commitmentsOf(id)).toMatchObject([{ state: 'ended' }])
    const compute = (await usageOf(id)).filter(({ meter }) => meter === 'compute')
    expect(compute).toMatchObject([
      { paid: '3200000', to: at('2027-01-31T10:00:00Z') },
      { paid: '4000000', list: null, from: at('2027-01-31T10:00:00Z'), to: null },
    ])
    expect(await underOne(of.as('owner', at('2027-02-01T00:00:00Z')))).toBe(3528n)
  })

  test('is renewed for the same term at the rate then in force, and its owner is notified a month before', async () => {
    const of = buyer()
    const { ids } = await ordered(of, { commitment: { termMonths: 12, renewal: 'renew' } })
    const [id = ''] = ids
    await deliver(id, at('2028-02-29T10:00:00Z'))
    await advanceCommitments(systemTestContext(at('2029-02-01T10:00:00Z')))
    await advanceCommitments(systemTestContext(at('2029-02-02T10:00:00Z')))
    const mails = await query<{ n: number }>(
      `select count(*)::int as n from mail_messages where template = 'commitment-ends' and text_body like $1`,
      `%${id}%`,
    )
    expect(mails).toEqual([{ n: 1 }])
    for (const when of ['2029-02-28T10:01:00Z', '2030-02-28T10:01:00Z', '2031-02-28T10:01:00Z'])
      await advanceCommitments(systemTestContext(at(when)))
    expect((await commitmentsOf(id)).map(({ state, ends_at }) => [state, ends_at.toISOString()])).toEqual([
      ['renewed', '2029-02-28T10:00:00.000Z'],
      ['renewed', '2030-02-28T10:00:00.000Z'],
      ['renewed', '2031-02-28T10:00:00.000Z'],
      ['active', '2032-02-29T10:00:00.000Z'],
    ])
  })

  test('can be ended early at the shown price, charged once; another price is refused', async () => {
    const of = buyer()
    const { ids } = await ordered(of, { commitment: year })
    const [id = ''] = ids
    await deliver(id, at('2026-11-01T00:00:00Z'))
    const [commitment] = await commitmentsOf(id)
    if (!commitment) throw new Error('it is committed')
    const when = at('2026-11-11T09:00:00Z')
    // Ten days and an hour until midnight in Paris of the 11th; the server is first reachable after 1 November
    // 01:00.
    const hours = 240n - 1n
    const cents = (micro: bigint) => (micro * hours + 500_000n) / 1_000_000n
    const owed = cents(4_000_000n) - cents(3_200_000n) + cents(900_000n) - cents(720_000n)
    const leave = (acceptedCents: string) =>
      leaveCommitment(of.as('owner', when), { commitmentId: commitment.id, acceptedCents })
    await expect(leave(String(owed + 1n))).rejects.toMatchObject({
      code: 'conflict',
      params: { cents: String(owed) },
    })
    await leave(String(owed))
    await expect(leave(String(owed))).rejects.toMatchObject({ code: 'state_forbids' })
    await advanceCommitments(systemTestContext(at('2026-11-11T09:00:05Z')))
    await advanceCommitments(systemTestContext(at('2026-11-11T09:00:09Z')))
    expect(
      await query(
        'select e.cents::text as cents, e.reason, e.state from commitment_exits e join commitments c on c.id = e.commitment_id where c.resource_id = $1',
        id,
      ),
    ).toEqual([{ cents: String(owed), reason: 'left', state: 'owed' }])
    const compute = (await usageOf(id)).filter(({ meter }) => meter === 'compute')
    expect(compute.map(({ paid }) => paid)).toEqual(['3200000', '4000000'])
    // Usage under the commitment is billed unchanged, and the discount is paid back.
    const ctx = of.as('owner', at('2026-11-11T09:00:05Z'))
    const total = await withOrganisation(ctx, (tx, o) => monthToDateCents(tx, o, ctx.now))
    expect(total).toBeGreaterThan(0n)
  })

  test('requires the early-end price when it is deleted, and charges nothing when the deletion is undone', async () => {
    const of = buyer()
    const { ids } = await ordered(of, { commitment: year })
    const [id = ''] = ids
    const instanceId = id as Id<'instance'>
    await deliver(id, at('2026-11-01T00:00:00Z'))
    const ctx = of.as('owner', at('2026-11-11T09:00:00Z'))
    const refusal = await deleteInstance(ctx, { instanceId, detachVolumes: false }).catch((error) => error)
    expect(refusal).toMatchObject({ code: 'state_forbids', params: { reason: 'commitment_exit' } })
    await deleteInstance(ctx, { instanceId, detachVolumes: false, acceptedExitCents: refusal.params.cents })
    const state = () =>
      query(
        'select e.state from commitment_exits e join commitments c on c.id = e.commitment_id where c.resource_id = $1',
        id,
      )
    expect(await state()).toEqual([{ state: 'pending' }])
    await query(`update sagas set state = 'succeeded', finished_at = now() where resource_id = $1`, id)
    await query(
      `update instances set state = 'deleted', deleted_at = $2, purge_after = $2::timestamptz + interval '72 hours' where id = $1`,
      id,
      '2026-11-11T09:00:01Z',
    )
    await restoreInstance(ctx, { instanceId })
    expect(await state()).toEqual([{ state: 'voided' }])
    expect(await commitmentsOf(id)).toMatchObject([{ state: 'active' }])
  })

  test('takes no cheaper bundle, and the commitment of another organisation gets 404', async () => {
    const of = buyer()
    const { ids } = await ordered(of, { commitment: year })
    const [id = ''] = ids
    await deliver(id, at('2026-11-01T00:00:00Z'))
    const [commitment] = await commitmentsOf(id)
    if (!commitment) throw new Error('it is committed')
    const smaller = newId('bundle')
    await query(
      `insert into bundles (id, slug, name, kind, family, vcpu, memory_mib, root_disk_gib, volume_gib, position)
       values ($1, 'petit', 'Petit', 'compute', 'essential', 1, 512, 10, 0, 9)`,
      smaller,
    )
    for (const meter of ['compute', 'root_disk'])
      await query(
        `insert into price_versions (id, bundle_id, meter, micro_cents_per_hour, valid_from) values ($1, $2, $3, 1000, '2026-01-01')`,
        newId('priceVersion'),
        smaller,
        meter,
      )
    await expect(
      requestChange(of.as(), {
        kind: 'resize_instance',
        instanceId: id as Id<'instance'>,
        bundleId: smaller,
      }),
    ).rejects.toMatchObject({ params: { reason: 'committed_to_more' } })
    const input = { commitmentId: commitment.id, renewal: 'silent' as const }
    await expect(chooseRenewal(buyer().as(), input)).rejects.toMatchObject({ code: 'not_found' })
    await chooseRenewal(of.as(), input)
    await withSystem(systemTestContext(), (tx) => lockInstance(tx, id as Id<'instance'>))
    expect(await query('select renewal from commitments where id = $1', commitment.id)).toEqual([
      { renewal: 'silent' },
    ])
  })
})

describe('negotiated prices of an organisation', () => {
  test('apply to the order, the committed amount and usage, and combine with a commitment', async () => {
    const of = buyer()
    await defineList(seedContext(), {
      organisationId: of.organisationId,
      reason: 'Marché de trois ans',
      lines: [
        { what: 'essential', how: 'percentage', value: '10' },
        { what: catalogue.disk, how: 'fixed', value: '0,008' },
      ],
    })
    const { ids } = await ordered(of, { commitment: year })
    const [id = ''] = ids
    await deliver(id, at('2026-11-25T10:00:00Z'))
    // 4,000,000 less a tenth, less a fifth.
    expect((await usageOf(id)).map(({ paid, list, hourly }) => [paid, list, hourly])).toEqual([
      ['2880000', '4000000', '3600000'],
      ['648000', '900000', '810000'],
    ])
    expect(await underOne(of.as())).toBe(2540n)
    const other = await ordered(buyer(), {})
    await deliver(other.ids[0] ?? '', at('2026-11-25T10:00:00Z'))
    expect((await usageOf(other.ids[0] ?? '')).map(({ paid, list }) => [paid, list])).toEqual([
      ['4000000', null],
      ['900000', null],
    ])
  })
})

describe('promotions', () => {
  const promotion = (over: Record<string, unknown>) =>
    definePromotion(seedContext(), {
      name: 'Bienvenue',
      kind: 'credit',
      value: '150',
      durationMonths: 3,
      endsOn: '2027-12-31',
      limitPerOrganisation: 1,
      ...over,
    } as Parameters<typeof definePromotion>[1])

  test('with a limit of one are granted to one of fifty concurrent orders', async () => {
    await promotion({ code: 'UNSEUL', limitInAll: 1 })
    const fifty = Array.from({ length: 50 }, buyer)
    const answers = await Promise.all(
      fifty.map((of) =>
        placeOrder(of.as(), { ...serverOrder(zone, catalogue), promotionCode: 'unseul' }).then(
          ({ outcome }) => outcome,
          (error) => error.params?.reason ?? String(error),
        ),
      ),
    )
    expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'promotion_exhausted')).toHaveLength(49)
    expect(
      await query(
        `select count(*)::int as n from promotion_grants g join promotions p on p.id = g.promotion_id where p.code = 'UNSEUL'`,
      ),
    ).toEqual([{ n: 1 }])
  })

  test('with an unknown code are refused by name, and are granted once per organisation', async () => {
    const of = buyers[0] as TestBuyer
    await promotion({ code: 'BIENVENUE' })
    const order = (code: string, name: string) =>
      placeOrder(of.as(), { ...serverOrder(zone, catalogue, { name }), promotionCode: code })
    await expect(order('RIEN', 'a')).rejects.toMatchObject({
      field: 'promotionCode',
      params: { reason: 'promotion_unknown' },
    })
    await order('BIENVENUE', 'bienvenue-a')
    await expect(order('BIENVENUE', 'bienvenue-b')).rejects.toMatchObject({
      params: { reason: 'promotion_used' },
    })
    const grants = await withSystem(systemTestContext(), (tx) =>
      listSpendableGrants(tx, of.organisationId, '2026-11'),
    )
    expect(grants.map(({ name, remainingCents }) => [name, remainingCents])).toEqual([['Bienvenue', 15_000n]])
  })
})
