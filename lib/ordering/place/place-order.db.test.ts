import { beforeAll, describe, expect, test } from 'vitest'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { requestHash } from '~/lib/idempotency'
import { newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { type BuyerOptions, makeBuyer, makeBuyers, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import { placeOrder } from '../index'
import { makeCatalogue, serverOrder, type TestCatalogue } from '../testing/order-world'

describe('placing an order', () => {
  const { sql } = useTestDatabase()
  let zone: TestZone
  let small: TestZone
  let catalogue: TestCatalogue
  let buyer: TestBuyer

  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '1000'
    zone = await makeZone({ count: 4, vcpu: 50 })
    small = await makeZone({ count: 1, vcpu: 2 }, { poolGib: 60 })
    catalogue = await makeCatalogue([zone, small])
    await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default) values (${newId('sellingEntity')}, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true)`
  })

  const newBuyer = async (options: BuyerOptions = {}) => {
    buyer = await makeBuyer(sql, options)
    return buyer
  }
  /** Counts all rows that an order may write, over all organisations. */
  const traces = async () =>
    (
      await sql`select (select count(*)::int from orders) as orders, (select count(*)::int from order_lines) as lines,
        (select count(*)::int from instances) as instances, (select count(*)::int from volumes) as volumes,
        (select count(*)::int from sagas) as sagas, (select count(*)::int from allocations) as allocations,
        (select count(*)::int from state_transitions) as transitions, (select count(*)::int from audit_events where event = 'order.placed') as audited,
        (select coalesce(sum(used), 0)::int from quotas) as used, (select sum(vcpu_free)::int from hosts) as free`
    )[0]

  test('is refused before the operator has declared who sells, and leaves no trace', async () => {
    await newBuyer()
    const before = await traces()
    await sql`update selling_entities set is_default = false`
    await expect(placeOrder(buyer.as(), serverOrder(zone, catalogue))).rejects.toMatchObject({
      code: 'no_seller',
    })
    await sql`update selling_entities set is_default = true`
    expect(await traces()).toEqual(before)
  })

  test('an order writes its rows, claims, sagas and audit entry together', async () => {
    await newBuyer()
    const before = await traces()
    const input = serverOrder(zone, catalogue, {
      bundleId: catalogue.combined,
      name: 'portail-03',
      quantity: 2,
      costReferences: { serviceCode: 'DSI-02' },
    })
    const outcome = await placeOrder(buyer.as(), input)
    expect(outcome).toMatchObject({
      outcome: 'accepted',
      number: expect.stringMatching(/^CMD-2026-[0-9]{6}$/),
    })
    const after = await traces()
    expect(after).toMatchObject({
      orders: before?.orders + 1,
      lines: before?.lines + 1,
      instances: before?.instances + 2,
      volumes: before?.volumes + 2,
      // The volume of a server is created by the server's saga.
      sagas: before?.sagas + 2,
      allocations: before?.allocations + 4,
      transitions: before?.transitions + 4,
      audited: before?.audited + 1,
      free: before?.free - 2,
    })
    const rows =
      await sql`select i.name, i.state, i.address is not null as addressed, s.input, l.cost_references, l.price_version_ids, o.monthly_cents::int as cents
      from instances i join order_lines l on l.id = i.order_line_id join orders o on o.id = l.order_id join sagas s on s.resource_id = i.id
      where i.organisation_id = ${buyer.organisationId} order by i.name`
    expect(rows.map((row) => row.name)).toEqual(['portail-03', 'portail-04'])
    expect(rows[0]).toMatchObject({
      state: 'creating',
      addressed: true,
      cost_references: { serviceCode: 'DSI-02' },
      cents: 2 * 4_248,
    })
    expect(Object.keys(rows[0]?.price_version_ids).sort()).toEqual(['compute', 'root_disk', 'volume'])
    const volumes =
      await sql`select id, name, state, attached_instance_id from volumes where organisation_id = ${buyer.organisationId} order by name`
    expect(volumes.map((row) => row.name)).toEqual(['portail-03-data', 'portail-04-data'])
    expect(rows[0]?.input).toEqual({ volumeId: volumes[0]?.id })
    const jobs =
      await sql`select count(*)::int as count from sagas where organisation_id = ${buyer.organisationId} and state = 'running'`
    expect(jobs[0]?.count).toBe(2)
  })

  test('a storage bundle is a volume with a saga of its own', async () => {
    await newBuyer()
    await placeOrder(
      buyer.as(),
      serverOrder(zone, catalogue, { bundleId: catalogue.disk, imageId: undefined, name: 'archives' }),
    )
    const rows =
      await sql`select s.kind, v.name, v.size_gib from sagas s join volumes v on v.id = s.resource_id where s.organisation_id = ${buyer.organisationId}`
    expect([...rows]).toEqual([{ kind: 'create_volume', name: 'archives', size_gib: 100 }])
  })

  test.each([
    [
      'an order larger than the zone',
      () => serverOrder(small, catalogue, { quantity: 3 }),
      { outcome: 'insufficient_capacity', short: 'vcpu' },
    ],
    [
      'a volume too large for the pool',
      () => serverOrder(small, catalogue, { bundleId: catalogue.combined, quantity: 2 }),
      { outcome: 'insufficient_capacity', short: 'volume' },
    ],
    [
      'an order with a second line that does not fit',
      () => {
        const [first] = serverOrder(zone, catalogue, { name: 'first' }).lines
        const input = serverOrder(small, catalogue, { name: 'second', quantity: 3 })
        return { ...input, lines: [...(first ? [first] : []), ...input.lines] }
      },
      { outcome: 'insufficient_capacity' },
    ],
  ])('%s is refused, lists zones with capacity, and writes nothing', async (_what, input, refusal) => {
    await newBuyer()
    const before = await traces()
    const outcome = await placeOrder(buyer.as(), input())
    expect(outcome).toMatchObject({ ...refusal, zoneId: small.zoneId })
    expect(outcome).toHaveProperty('elsewhere.0.zoneId', zone.zoneId)
    expect(await traces()).toEqual(before)
  })

  test('the spending cap includes existing resources, and a refusal shows its figures', async () => {
    await newBuyer({ spendingCapCents: 8_000n })
    expect(await placeOrder(buyer.as(), serverOrder(zone, catalogue, { quantity: 2 }))).toMatchObject({
      outcome: 'accepted',
    })
    const before = await traces()
    expect(await placeOrder(buyer.as(), serverOrder(zone, catalogue, { name: 'more' }))).toEqual({
      outcome: 'over_spending_cap',
      figures: { capCents: '8000', committedCents: '7056', orderCents: '3528' },
    })
    expect(await traces()).toEqual(before)
  })

  test('a refusal by quota shows its figures and writes nothing', async () => {
    await newBuyer({ quotas: { instances: 2 } })
    const before = await traces()
    expect(await placeOrder(buyer.as(), serverOrder(zone, catalogue, { quantity: 3 }))).toEqual({
      outcome: 'quota_exceeded',
      resource: 'instances',
      limit: 2,
      used: 0,
      asked: 3,
    })
    expect(await traces()).toEqual(before)
  })

  test.each([
    ['a bundle that is not sold', { bundleId: newId('bundle') }, 'invalid_input', 'lines.0.bundleId'],
    ['no image', { imageId: undefined }, 'invalid_input', 'lines.0.imageId'],
    ['an image missing in the zone', { imageId: newId('image') }, 'invalid_input', 'lines.0.imageId'],
    [
      'an SSH key of another organisation',
      { sshKeyIds: [newId('sshKey')] },
      'invalid_input',
      'lines.0.sshKeyIds',
    ],
  ])('%s is refused at its field and writes nothing', async (_what, line, code, field) => {
    await newBuyer()
    const before = await traces()
    await expect(placeOrder(buyer.as(), serverOrder(zone, catalogue, line))).rejects.toMatchObject({
      code,
      field,
    })
    expect(await traces()).toEqual(before)
  })

  test('a name in use is refused, and so is the same name twice in one order', async () => {
    await newBuyer()
    await placeOrder(buyer.as(), serverOrder(zone, catalogue, { name: 'web', quantity: 2 }))
    const taken = placeOrder(buyer.as(), serverOrder(zone, catalogue, { name: 'web-2' }))
    await expect(taken).rejects.toMatchObject({
      code: 'name_taken',
      field: 'lines.0.name',
      params: { name: 'web-2' },
    })
    const twice = serverOrder(zone, catalogue, { name: 'db' })
    const both = placeOrder(buyer.as(), { ...twice, lines: [...twice.lines, ...twice.lines] })
    await expect(both).rejects.toMatchObject({ code: 'name_taken', field: 'lines.1.name' })
  })

  test('an organisation suspended a moment ago cannot order, even with a session that still says active', async () => {
    await newBuyer()
    await sql`update organisations set state = 'suspended' where id = ${buyer.organisationId}`
    await expect(placeOrder(buyer.as(), serverOrder(zone, catalogue))).rejects.toMatchObject({
      code: 'organisation_not_active',
    })
  })

  test('outdated terms are refused', async () => {
    await newBuyer()
    await sql`delete from legal_acceptances where organisation_id = ${buyer.organisationId} and kind = 'dpa'`
    await expect(placeOrder(buyer.as(), serverOrder(zone, catalogue))).rejects.toMatchObject({
      code: 'state_forbids',
    })
  })

  describe('an idempotency key', () => {
    test('replayed returns the identical answer and orders nothing', async () => {
      await newBuyer()
      const input = serverOrder(zone, catalogue)
      const first = await placeOrder(buyer.as(), input)
      const before = await traces()
      expect(await placeOrder(buyer.as(), input)).toStrictEqual(first)
      expect(await traces()).toEqual(before)
    })

    test('reused with other content is refused, during and after the first request', async () => {
      await newBuyer()
      const input = serverOrder(zone, catalogue)
      await placeOrder(buyer.as(), input)
      const other = { ...input, lines: serverOrder(zone, catalogue, { name: 'other' }).lines }
      await expect(placeOrder(buyer.as(), other)).rejects.toMatchObject({ code: 'idempotency_key_reused' })
    })

    test('used by another organisation makes an order of its own', async () => {
      const first = await newBuyer()
      const input = serverOrder(zone, catalogue)
      const answer = await placeOrder(first.as(), input)
      const second = await newBuyer()
      expect(await placeOrder(second.as(), input)).not.toEqual(answer)
    })

    test('sent 40 times at once makes one order and 40 identical answers, counted once', async () => {
      process.env.RATE_LIMIT_FACTOR = '1'
      try {
        await newBuyer()
        const input = serverOrder(zone, catalogue)
        const answers = await Promise.all(Array.from({ length: 40 }, () => placeOrder(buyer.as(), input)))
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
        const [row] =
          await sql`select count(*)::int as count from orders where organisation_id = ${buyer.organisationId}`
        expect(row?.count).toBe(1)
      } finally {
        process.env.RATE_LIMIT_FACTOR = '1000'
      }
    })

    test('replayed waits for the transaction that answers under it', async () => {
      await newBuyer()
      const input = serverOrder(zone, catalogue)
      const first = await placeOrder(buyer.as(), input)
      const before = await traces()
      const { organisationId } = buyer
      let replay: ReturnType<typeof placeOrder> | undefined
      await sql.begin(async (holder) => {
        // Simulates a first request at work: its row is locked and its answer not committed.
        await holder`update idempotency_keys set response = response where organisation_id = ${organisationId}`
        replay = placeOrder(buyer.as(), input)
        await expect.poll(() => countWaiting(holder)).toBeGreaterThan(0)
      })
      expect(await replay).toStrictEqual(first)
      expect(await traces()).toEqual(before)
    })

    test('used by another member makes an order of its own', async () => {
      await newBuyer()
      const input = serverOrder(zone, catalogue, { name: 'mine' })
      const answer = await placeOrder(buyer.as(), input)
      const colleague = (await addMember(sql, buyer, 'technical')).as()
      await expect(placeOrder(colleague, input)).rejects.toMatchObject({ code: 'name_taken' })
      const renamed = { ...input, lines: serverOrder(zone, catalogue, { name: 'theirs' }).lines }
      const other = await placeOrder(colleague, renamed)
      expect(other).toMatchObject({ outcome: 'accepted' })
      expect(other).not.toEqual(answer)
      expect(await placeOrder(buyer.as(), input)).toStrictEqual(answer)
    })

    test('of a dead holder is taken over by a replay after its lease', async () => {
      await newBuyer()
      const input = serverOrder(zone, catalogue)
      const ctx = buyer.as()
      const { idempotencyKey: key, ...content } = input
      await sql`insert into idempotency_keys (organisation_id, account_id, key, request_hash, created_at, expires_at, leased_until)
        values (${buyer.organisationId}, ${buyer.accountId}, ${key}, ${requestHash(content)}, ${ctx.now}, ${addSeconds(ctx.now, 3_600)}, clock_timestamp() + interval '0.2 seconds')`
      expect(await placeOrder(ctx, input)).toMatchObject({ outcome: 'accepted' })
    })

    test('is free after a refusal, and new again a day later', async () => {
      await newBuyer()
      const input = serverOrder(small, catalogue, { quantity: 2 })
      await sql`update hosts set vcpu_free = 1 where id = ${small.hostIds[0] ?? ''}`
      expect(await placeOrder(buyer.as(), input)).toMatchObject({ outcome: 'insufficient_capacity' })
      await sql`update hosts set vcpu_free = 2 where id = ${small.hostIds[0] ?? ''}`
      const ctx = buyer.as()
      expect(await placeOrder(ctx, input)).toMatchObject({ outcome: 'accepted' })
      const [row] =
        await sql`select expires_at from idempotency_keys where organisation_id = ${buyer.organisationId}`
      expect(row?.expires_at).toEqual(addSeconds(ctx.now, 24 * 3600))
      const later = placeOrder(buyer.as('owner', addSeconds(ctx.now, 24 * 3600)), input)
      await expect(later).rejects.toMatchObject({ code: 'name_taken' })
    })

    test('counts once against the limit of orders, however often it is replayed', async () => {
      process.env.RATE_LIMIT_FACTOR = '1'
      try {
        await newBuyer()
        const input = serverOrder(zone, catalogue, { name: 'a' })
        for (let i = 0; i < 15; i += 1) await placeOrder(buyer.as(), input)
        for (let i = 1; i < 10; i += 1)
          await placeOrder(buyer.as(), serverOrder(zone, catalogue, { name: `b${i}x` }))
        const eleventh = serverOrder(zone, catalogue, { name: 'c' })
        await expect(placeOrder(buyer.as(), eleventh)).rejects.toMatchObject({ code: 'rate_limited' })
        await expect(placeOrder(buyer.as(), eleventh)).rejects.toMatchObject({ code: 'rate_limited' })
        // Sending the same new key many times at once does not get around the limit either.
        const twelfth = serverOrder(zone, catalogue, { name: 'd' })
        const many = await Promise.allSettled(
          Array.from({ length: 12 }, () => placeOrder(buyer.as(), twelfth)),
        )
        expect(many.filter(({ status }) => status === 'fulfilled')).toEqual([])
        expect(await placeOrder(buyer.as(), input)).toMatchObject({ outcome: 'accepted' })
      } finally {
        process.env.RATE_LIMIT_FACTOR = '1000'
      }
    })
  })

  test('twenty concurrent orders for two slots sell two, and the others are refused', async () => {
    const tiny = await makeZone({ count: 2, vcpu: 1 })
    const own = await makeCatalogue([tiny])
    const buyers = await makeBuyers(sql, 20)
    const outcomes = await Promise.all(buyers.map((each) => placeOrder(each.as(), serverOrder(tiny, own))))
    const count = (wanted: string) => outcomes.filter(({ outcome }) => outcome === wanted).length
    expect([count('accepted'), count('insufficient_capacity')]).toEqual([2, 18])
  })

  test('an order that waits too long for a lock gets a retryable error, and the retry succeeds', async () => {
    const other = await makeBuyer(sql)
    const input = serverOrder(zone, catalogue, { name: 'patient' })
    await sql.begin(async (busy) => {
      await busy`select 1 from hosts where zone_id = ${zone.zoneId} for update`
      await expect(placeOrder(other.as(), input)).rejects.toMatchObject({ code: 'unavailable' })
    })
    expect(await placeOrder(other.as(), input)).toMatchObject({ outcome: 'accepted' })
  })
})
