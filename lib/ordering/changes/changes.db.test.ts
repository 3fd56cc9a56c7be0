import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { invariants } from '~/db/invariants/invariants'
import { orderingInvariants } from '~/db/invariants/ordering'
import type { ChangeRequest } from '~/db/schema/ordering/changes'
import type { InstanceState } from '~/db/schema/resources/compute'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { deleteVolume, listGrowthChoices, lockVolume, removeSnapshotSchedule } from '~/lib/resources'
import { addInstance, addVolume } from '~/lib/resources/testing/resources'
import { openUsage } from '~/lib/usage'
import type { Estate } from '~/testing/estate'
import {
  amendPurchaseOrder,
  applyModeration,
  createPurchaseOrder,
  getOrder,
  getPurchaseOrder,
  placeOrder,
  readApprovals,
  readChangeWaits,
  requestChange,
  sweepHolds,
  withdrawOrder,
} from '../index'
import { growthCents, useChangeWorld } from '../testing/change-world'

const database = useTestDatabase()
const world = useChangeWorld(database)
const {
  sql,
  query,
  stateOf,
  sagasOf,
  technical,
  approver,
  ruleFrom,
  resize,
  grow,
  makeVolumes,
  held,
  decide,
} = world
const { orderState, mailsTo, makeUnknown, passOperatorsLimit, fillZone, acceptAsModerator } = world
let estate: Estate
let approverId: Id<'account'>
let roomier: Id<'bundle'>

beforeEach(() => {
  ;({ estate, approverId, roomier } = world)
})
afterAll(async () => {
  // The estate's rows are inserted directly, so only the invariants of held orders apply.
  for (const { name, statement } of [...orderingInvariants, ...invariants.filter(isOfHolds)]) {
    const found = await sql.unsafe(statement)
    expect([name, ...found]).toEqual([name])
  }
})
const isOfHolds = ({ name }: { name: string }) => ['held_orders', 'settled_orders'].includes(name)

describe('a change that matches a signature rule', () => {
  test("a server's resize waits for another person's approval, then is carried out as requested", async () => {
    await ruleFrom(1_000n)
    const instanceId = await addInstance(estate, { bundle: 'small' })
    const { orderId, number } = await held(resize(instanceId))
    expect([await stateOf(instanceId), await sagasOf(instanceId)]).toEqual(['running', []])
    expect(await getOrder(technical(), { id: orderId })).toMatchObject({
      state: 'held',
      monthlyCents: '1987',
      lines: [],
      change: { kind: 'resize_instance', resource: { id: instanceId }, label: 'large' },
      hold: { reasons: ['approval'], mayDecide: false, mayWithdraw: true },
    })
    expect((await readApprovals(approver())).waiting).toMatchObject([
      { orderId, mayDecide: true, change: { label: 'large' } },
    ])
    expect((await mailsTo(approverId, 'order-to-approve')).join()).toContain(number)
    expect((await readChangeWaits(technical(), { resourceId: instanceId })).waiting).toMatchObject([
      { orderId, number, monthlyCents: '1987', mayWithdraw: true },
    ])
    expect(await decide(approver(), orderId)).toEqual({ outcome: 'released' })
    expect([await stateOf(instanceId), await orderState(orderId)]).toEqual(['resizing', 'delivered'])
    expect(await sagasOf(instanceId)).toMatchObject([
      { kind: 'resize_instance', input: { bundleId: estate.bundles.large.id } },
    ])
    await expect(decide(approver(), orderId)).rejects.toMatchObject({ code: 'conflict' })
  })

  test("a volume's growth waits; refused, withdrawn or expired, the volume keeps its size", async () => {
    await ruleFrom(growthCents)
    const volumeId = await addVolume(estate)
    const refused = await held(grow(volumeId))
    expect(await decide(approver(), refused.orderId, 'refused', 'Pas ce mois-ci')).toEqual({
      outcome: 'refused',
    })
    expect((await mailsTo(estate.own.accountId, 'order-decided')).join()).toContain('Pas ce mois-ci')
    const withdrawn = await held(grow(volumeId))
    await withdrawOrder(technical(), { id: withdrawn.orderId })
    const expired = await held(grow(volumeId))
    await sweepHolds(systemTestContext(addSeconds(testNow, 121 * 3_600)))
    const states = [refused, withdrawn, expired].map(({ orderId }) => orderState(orderId))
    expect(await Promise.all(states)).toEqual(['refused', 'withdrawn', 'expired'])
    expect([await stateOf(volumeId), await sagasOf(volumeId)]).toEqual(['available', []])
  })

  test("below the rule's amount it is carried out at once and counts in the sum of the day", async () => {
    await ruleFrom(3n * growthCents)
    const volumes = await makeVolumes(3)
    const outcomes: string[] = []
    for (const volumeId of volumes) outcomes.push((await grow(volumeId)).outcome)
    expect(outcomes).toEqual(['done', 'done', 'held'])
    const next = await addVolume(estate)
    expect((await grow(next, technical(addSeconds(testNow, 86_400)))).outcome).toBe('done')
  })

  test('requested twice it waits once, and another size is refused meanwhile', async () => {
    await ruleFrom(1_000n)
    const instanceId = await addInstance(estate, { bundle: 'small' })
    const [first, second] = await Promise.all([held(resize(instanceId)), held(resize(instanceId))])
    expect(second).toEqual(first)
    await expect(resize(instanceId, 'wide')).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'change_waits' },
    })
  })

  test('shows before it is sent from which amount it waits, and for which decision', async () => {
    const volumeId = await addVolume(estate)
    const before = await readChangeWaits(technical(), { resourceId: volumeId })
    expect(before).toEqual({
      waiting: [],
      own: { approvalFromCents: null, operatorFromCents: '2000001' },
      kept: { approvalFromCents: null, operatorFromCents: '2000001' },
    })
    await ruleFrom(2n * growthCents)
    await grow(await addVolume(estate))
    const { own } = await readChangeWaits(technical(), { resourceId: volumeId })
    expect(own.approvalFromCents).toBe(String(growthCents))
    expect((await grow(volumeId)).outcome).toBe('held')
  })
})

describe('a change that costs more', () => {
  const snapshot = (volumeId: Id<'volume'>, name: string) =>
    requestChange(technical(), { kind: 'take_snapshot', volumeId, name })

  test('waits with at most four others of its server or volume', async () => {
    await ruleFrom(1n)
    const volumeId = await addVolume(estate)
    for (const name of ['a', 'b', 'c', 'd']) await held(snapshot(volumeId, name))
    const { orderId } = await held(snapshot(volumeId, 'e'))
    expect(await held(snapshot(volumeId, 'e'))).toMatchObject({ orderId })
    await expect(snapshot(volumeId, 'f')).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'too_many_changes_wait', max: '5' },
    })
    expect((await grow(await addVolume(estate))).outcome).toBe('held')
    await withdrawOrder(technical(), { id: orderId })
    await held(snapshot(volumeId, 'f'))
  })

  test('counts against the limit of orders when it waits, and not when it is carried out at once', async () => {
    const factor = process.env.RATE_LIMIT_FACTOR
    process.env.RATE_LIMIT_FACTOR = '1'
    try {
      const [first, second] = [await addVolume(estate), await addVolume(estate)]
      for (let i = 0; i < 12; i += 1) await snapshot(first, `a${i}x`)
      await ruleFrom(1n)
      for (let i = 0; i < 10; i += 1) {
        const { orderId } = await held(snapshot(second, `b${i}x`))
        await withdrawOrder(technical(), { id: orderId })
      }
      await expect(grow(second)).rejects.toMatchObject({ code: 'rate_limited' })
    } finally {
      process.env.RATE_LIMIT_FACTOR = factor
    }
  })

  test('requires the latest terms, whether it waits or not; one that costs no more does not', async () => {
    const volumeId = await addVolume(estate)
    const schedule = (keep: number) => {
      const rule = { rhythm: 'daily', atHour: 3 } as const
      return requestChange(technical(), { kind: 'schedule_snapshots', volumeId, rule, keep })
    }
    await schedule(5)
    await sql`delete from legal_acceptances where organisation_id = ${estate.own.organisationId} and kind = 'dpa'`
    const outdated = { code: 'state_forbids', params: { reason: 'legal_versions_outdated' } }
    await expect(grow(volumeId)).rejects.toMatchObject(outdated)
    await ruleFrom(1n)
    await expect(grow(volumeId)).rejects.toMatchObject(outdated)
    expect((await schedule(4)).outcome).toBe('done')
  })
})

describe('an approved change that is no longer possible', () => {
  test('ends with the reason, shown to both people, and leaves no trace', async () => {
    await ruleFrom(growthCents)
    const volumeId = await addVolume(estate)
    const { orderId } = await held(grow(volumeId))
    await deleteVolume(estate.own.as('owner'), { volumeId })
    expect(await decide(approver(), orderId)).toEqual({ outcome: 'impossible' })
    expect(await getOrder(technical(), { id: orderId })).toMatchObject({
      state: 'refused',
      hold: null,
      failure: { code: 'state_forbids' },
    })
    expect((await mailsTo(estate.own.accountId, 'order-decided')).join()).toContain('n’est plus possible')
    expect((await sagasOf(volumeId)).map(({ kind }) => kind)).not.toContain('grow_volume')
    expect(await query('select 1 from cost_changes where order_id = $1', orderId)).toEqual([])
  })

  test('ends also when it would cost more than was approved', async () => {
    await ruleFrom(1_000n)
    const instanceId = await addInstance(estate, { bundle: 'small' })
    const resized = await held(resize(instanceId))
    await query('update orders set monthly_cents = monthly_cents - 1 where id = $1', resized.orderId)
    expect(await decide(approver(), resized.orderId)).toEqual({ outcome: 'impossible' })
    expect([await stateOf(instanceId), await sagasOf(instanceId)]).toEqual(['running', []])
  })

  test('a change without capacity now is refused before any approver is notified', async () => {
    await ruleFrom(1_000n)
    const instanceId = await addInstance(estate, { bundle: 'small' })
    await fillZone(true)
    await expect(resize(instanceId)).rejects.toMatchObject({ code: 'insufficient_capacity' })
    await fillZone(false)
    expect((await readApprovals(approver())).waiting).toEqual([])
  })
})

describe('every kind of change that costs more', () => {
  const rule = { rhythm: 'daily', atHour: 3 } as const
  const rows = async (table: string) =>
    (
      await query<{ count: number }>(
        `select count(*)::int as count from ${table} where organisation_id = $1`,
        estate.own.organisationId,
      )
    )[0]?.count
  async function ofVolume(change: (volumeId: Id<'volume'>) => ChangeRequest) {
    return change(await addVolume(estate))
  }
  const ofServer = async (state: InstanceState, change: (instanceId: Id<'instance'>) => ChangeRequest) =>
    change(await addInstance(estate, { bundle: 'small', state }))
  const place = () => ({ zoneId: estate.otherZone.zoneId, volumeClass: 'fast' as const })
  const kinds: [string, string, () => Promise<ChangeRequest>, string][] = [
    [
      'a snapshot of a volume',
      'volume_snapshots',
      () => ofVolume((volumeId) => ({ kind: 'take_snapshot', volumeId, name: 'un' })),
      '380',
    ],
    [
      'a snapshot of a server',
      'instance_snapshots',
      () => ofServer('running', (instanceId) => ({ kind: 'take_instance_snapshot', instanceId, name: 'un' })),
      '89',
    ],
    [
      'an image',
      'private_images',
      () =>
        ofServer('stopped', (instanceId) => ({
          kind: 'make_image',
          instanceId,
          snapshotId: null,
          name: 'un',
        })),
      '89',
    ],
    [
      'a backup',
      'volume_backups',
      () =>
        ofVolume((volumeId) => ({ kind: 'make_backup', volumeId, snapshotId: null, name: 'un', ...place() })),
      '380',
    ],
    [
      'a schedule of snapshots, for all that it keeps',
      'snapshot_schedules',
      () => ofVolume((volumeId) => ({ kind: 'schedule_snapshots', volumeId, rule, keep: 5 })),
      '1900',
    ],
    [
      'a schedule of backups, for all that it keeps',
      'snapshot_schedules',
      () => ofVolume((volumeId) => ({ kind: 'schedule_backups', volumeId, rule, keep: 5, ...place() })),
      '1900',
    ],
    [
      'a larger size of a server',
      'sagas',
      () =>
        ofServer('running', (instanceId) => ({
          kind: 'resize_instance',
          instanceId,
          bundleId: estate.bundles.large.id,
        })),
      '1987',
    ],
    [
      'a larger volume',
      'sagas',
      () => ofVolume((volumeId) => ({ kind: 'grow_volume', volumeId, bundleId: roomier })),
      '950',
    ],
    [
      'the restoration of a server',
      'sagas',
      () => ofServer('deleted', (instanceId) => ({ kind: 'restore_instance', instanceId })),
      '1764',
    ],
  ]

  test.each(kinds)('%s waits, then is carried out as requested', async (_name, table, ask, cents) => {
    await ruleFrom(1n)
    const request = await ask()
    const before = await rows(table)
    const { orderId } = await held(requestChange(technical(), request))
    expect(await rows(table)).toBe(before)
    expect((await getOrder(technical(), { id: orderId })).monthlyCents).toBe(cents)
    expect(await decide(approver(), orderId)).toEqual({ outcome: 'released' })
    expect(await rows(table)).toBe((before ?? 0) + 1)
  })

  test.each(kinds)('%s that a moderator accepts is carried out by the worker', async (_name, table, ask) => {
    const request = await ask()
    await passOperatorsLimit()
    const before = await rows(table)
    const { orderId } = await held(requestChange(technical(), request))
    expect((await getOrder(technical(), { id: orderId })).hold?.reasons).toEqual(['operator'])
    await acceptAsModerator(orderId)
    await applyModeration(systemTestContext(), { orderId })
    expect([await rows(table), await orderState(orderId)]).toEqual([(before ?? 0) + 1, 'delivered'])
  })

  test.each(kinds)('%s is carried out at once without a matching rule', async (_name, table, ask) => {
    const request = await ask()
    const before = await rows(table)
    expect((await requestChange(technical(), request)).outcome).toBe('done')
    expect(await rows(table)).toBe((before ?? 0) + 1)
  })

  test('a larger volume is judged with all copies that its schedules keep', async () => {
    const volumeId = await addVolume(estate)
    await requestChange(technical(), { kind: 'schedule_snapshots', volumeId, rule, keep: 5 })
    await requestChange(technical(), { kind: 'schedule_backups', volumeId, rule, keep: 2, ...place() })
    await ruleFrom(1n)
    // A snapshot of the larger bundle costs 7.60 € a month, of the current one 3.80 €.
    const keptCents = (760n - 380n) * (5n + 2n)
    expect(await listGrowthChoices(technical(), { volumeId })).toContainEqual({
      bundleId: roomier,
      name: 'Disque 200',
      volumeGib: 200,
      monthlyCents: '1900',
      moreCents: String(growthCents),
      kept: 7,
      keptMoreCents: String(keptCents),
    })
    const { orderId } = await held(grow(volumeId))
    const cents = growthCents + keptCents
    expect((await getOrder(technical(), { id: orderId })).monthlyCents).toBe(String(cents))
    expect(await decide(approver(), orderId)).toEqual({ outcome: 'released' })
  })

  test('a schedule that keeps no more copies than before never waits', async () => {
    const volumeId = await addVolume(estate)
    const schedule = (keep: number) =>
      requestChange(technical(), { kind: 'schedule_snapshots', volumeId, rule, keep })
    await schedule(5)
    await ruleFrom(1n)
    expect([(await schedule(5)).outcome, (await schedule(4)).outcome]).toEqual(['done', 'done'])
    expect((await schedule(6)).outcome).toBe('held')
  })
})

test('changes of a day above the operator’s limit wait for a moderator, and the worker carries them out', async () => {
  await makeUnknown()
  const [first, second] = [
    await addInstance(estate, { bundle: 'small' }),
    await addInstance(estate, { bundle: 'small' }),
  ]
  expect((await resize(first, 'wide')).outcome).toBe('done')
  const { orderId } = await held(resize(second, 'wide'))
  expect((await getOrder(technical(), { id: orderId })).hold?.reasons).toEqual(['operator'])
  await acceptAsModerator(orderId)
  await applyModeration(systemTestContext(), { orderId })
  expect([await stateOf(second), await orderState(orderId)]).toEqual(['resizing', 'delivered'])
})

describe('under a purchase order', () => {
  const ceilingOf = (count: bigint) => count * growthCents
  async function under(ceiling: bigint) {
    const owner = estate.own.as('owner')
    // A month of Paris, rated at most 720 hours.
    const days = { startsOn: '2026-11-01', endsOn: '2026-12-24' }
    const { purchaseOrderId } = await createPurchaseOrder(owner, { number: 'BC-7', ceiling, ...days })
    const volumes = await makeVolumes(2)
    await query(
      `update order_lines set cost_references = '{"purchaseOrderNumber": "BC-7"}' where organisation_id = $1`,
      estate.own.organisationId,
    )
    return { owner, purchaseOrderId, volumes: volumes as [Id<'volume'>, Id<'volume'>] }
  }

  test('the cost of a change counts at once, and what exceeds the ceiling waits for an amendment', async () => {
    const { owner, purchaseOrderId, volumes } = await under(ceilingOf(1n) + 100n)
    expect((await grow(volumes[0])).outcome).toBe('done')
    const { orderId } = await held(grow(volumes[1]))
    expect((await getOrder(technical(), { id: orderId })).hold).toMatchObject({
      reasons: ['over_purchase_order'],
      over: [{ number: 'BC-7' }],
    })
    const before = await getPurchaseOrder(owner, { id: purchaseOrderId })
    await amendPurchaseOrder(owner, {
      purchaseOrderId,
      ceiling: ceilingOf(3n),
      endsOn: '2026-12-24',
      reason: 'Plus de données',
    })
    expect(before).toBeTruthy()
    expect([await stateOf(volumes[1]), await orderState(orderId)]).toEqual(['growing', 'delivered'])
  })

  describe('a schedule', () => {
    const rule = { rhythm: 'daily', atHour: 3 } as const
    const schedule = (volumeId: Id<'volume'>, keep: number, kind: 'snapshots' | 'backups' = 'snapshots') =>
      requestChange(technical(), {
        ...{ volumeId, rule, keep },
        ...(kind === 'snapshots'
          ? { kind: 'schedule_snapshots' }
          : { kind: 'schedule_backups', zoneId: estate.otherZone.zoneId, volumeClass: 'fast' }),
      })
    /** The monthly price of one snapshot of such a volume. */
    const copyCents = 380n
    /** How many such snapshots are committed; the purchase order runs for little more than a month. */
    const committed = async (owner: OpContext, purchaseOrderId: Id<'purchaseOrder'>) =>
      BigInt((await getPurchaseOrder(owner, { id: purchaseOrderId })).committedCents) / copyCents

    test('counts all copies that it will keep, for as long as it exists', async () => {
      const { owner, purchaseOrderId, volumes } = await under(10n * copyCents)
      expect((await schedule(volumes[0], 5)).outcome).toBe('done')
      expect(await committed(owner, purchaseOrderId)).toBe(5n)
      expect((await schedule(volumes[1], 4)).outcome).toBe('done')
      expect(await committed(owner, purchaseOrderId)).toBe(9n)
      expect((await schedule(volumes[1], 2, 'backups')).outcome).toBe('held')
      await removeSnapshotSchedule(technical(), { volumeId: volumes[0] })
      expect(await committed(owner, purchaseOrderId)).toBe(4n + 2n)
    })

    test('counts each kept copy once', async () => {
      const { owner, purchaseOrderId, volumes } = await under(10n * copyCents)
      await schedule(volumes[0], 5)
      const snapshotId = newId('snapshot')
      await query(
        `insert into volume_snapshots (id, organisation_id, project_id, volume_id, order_line_id, bundle_id, zone_id, pool_id, name, size_gib, state, created_at, taken_at, scheduled_for)
        select $1, organisation_id, project_id, id, order_line_id, bundle_id, zone_id, pool_id, 'un', size_gib, 'available', $2, $2, $2 from volumes where id = $3`,
        snapshotId,
        testNow.toISOString(),
        volumes[0],
      )
      const before = await committed(owner, purchaseOrderId)
      await withSystem(systemTestContext(), async (tx) => {
        const volume = await lockVolume(tx, volumes[0])
        await openUsage(tx, {
          resource: { ...volume, id: snapshotId },
          meters: ['snapshot'],
          at: testNow,
          recordedAt: testNow,
        })
      })
      expect(await committed(owner, purchaseOrderId)).toBe(before)
    })
  })

  test('two at once cannot both take the remaining amount', async () => {
    const { volumes } = await under(ceilingOf(1n) + 100n)
    const outcomes = await Promise.all(volumes.map((volumeId) => grow(volumeId)))
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['done', 'held'])
  })
})

test('another organisation gets 404; readers and approvers cannot request changes', async () => {
  const volumeId = await addVolume(estate)
  await expect(grow(volumeId, estate.foreign.as('technical'))).rejects.toMatchObject({ code: 'not_found' })
  await expect(
    readChangeWaits(estate.foreign.as('technical'), { resourceId: volumeId }),
  ).rejects.toMatchObject({
    code: 'not_found',
  })
  // A guest of another project gets 404.
  await expect(grow(volumeId, estate.own.as('guest'))).rejects.toMatchObject({
    code: expect.stringMatching(/^(not_found|forbidden)$/),
  })
  for (const role of ['reader', 'approver', 'billing'] as const)
    await expect(grow(volumeId, estate.own.as(role))).rejects.toMatchObject({ code: 'forbidden' })
})

test('thirty at once commit no more in total than one after another', async () => {
  await ruleFrom(5n * growthCents)
  const volumes = await makeVolumes(30)
  const outcomes = await Promise.all(volumes.map((volumeId) => grow(volumeId)))
  expect(outcomes.filter(({ outcome }) => outcome === 'done')).toHaveLength(4)
})

test('no sequence of orders, changes, approvals and withdrawals exceeds the limit without a decision', async () => {
  type Step = 'order' | 'grow' | 'resize' | 'approve' | 'withdraw' | 'sleep'
  const step = fc.constantFrom<Step>(
    'order',
    'order',
    'grow',
    'grow',
    'resize',
    'resize',
    'approve',
    'withdraw',
    'sleep',
  )
  const priceOf = { order: 950n, grow: growthCents, resize: 1_987n }
  let made = 0
  const ask = async (what: keyof typeof priceOf, ctx: OpContext) => {
    if (what === 'grow') return grow(await addVolume(estate), ctx)
    if (what === 'resize') return resize(await addInstance(estate, { bundle: 'small' }), 'large', ctx)
    made += 1
    const disk = { bundleId: estate.bundles.storage.id, zoneId: estate.zone.zoneId, sshKeyIds: [] }
    const lines = [{ ...disk, name: `ordre-${made}`, quantity: 1 }]
    const outcome = await placeOrder(ctx, { idempotencyKey: randomUUID(), lines })
    if (outcome.outcome !== 'accepted' && outcome.outcome !== 'held') throw new Error(outcome.outcome)
    return outcome
  }
  let day = 10
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 8 }),
      fc.bigInt(1_000n, 6_000n),
      async (steps, limit) => {
        await query('delete from signature_rules where organisation_id = $1', estate.own.organisationId)
        await ruleFrom(limit)
        day += 20
        // The oracle: what was accepted automatically on this day.
        let alone = 0n
        let now = addSeconds(testNow, day * 86_400)
        const waiting: Id<'order'>[] = []
        for (const each of steps) {
          now = addSeconds(now, 1)
          if (each === 'sleep') {
            now = addSeconds(now, 86_400)
            alone = 0n
          } else if (each === 'order' || each === 'grow' || each === 'resize') {
            const ctx = technical(now)
            const outcome = await ask(each, ctx)
            const passes = alone + priceOf[each] < limit
            expect(outcome.outcome === 'held').toBe(!passes)
            if (outcome.outcome === 'held') waiting.push(outcome.orderId)
            else alone += priceOf[each]
            expect(alone).toBeLessThan(limit)
          } else {
            const orderId = waiting.shift()
            if (orderId && each === 'approve') await decide(approver(now), orderId)
            else if (orderId) await withdrawOrder(technical(now), { id: orderId })
          }
        }
      },
    ),
    { numRuns: 10 },
  )
})
