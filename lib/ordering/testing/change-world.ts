import type postgres from 'postgres'
import { beforeAll, beforeEach } from 'vitest'
import { memberTestContext, testNow } from '~/db/testing/contexts'
import type { FileDatabase } from '~/db/testing/use-test-database'
import { defineBundle, definePrice } from '~/lib/catalogue'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readCases } from '~/lib/moderation'
import { addVolume } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate } from '~/testing/estate'
import { addMember } from '~/testing/member'
import { makeStaff } from '~/testing/staff'
import {
  addSignatureRule,
  decideCases,
  decideOrder,
  defineSellingEntity,
  getOrder,
  requestChange,
} from '../index'
import { testSeller } from './order-world'

/** The additional monthly price of a volume grown to the larger bundle: 9.50 €. */
export const growthCents = 950n

/**
 * For a `*.db.test.ts` of changes: before each test a new estate with an approver, and a storage bundle that
 * its volumes can grow to.
 */
export function useChangeWorld(database: FileDatabase) {
  const probe = rowProbe(database)
  const world = { sql: database.sql } as {
    sql: postgres.Sql
    estate: Estate
    approverId: Id<'account'>
    roomier: Id<'bundle'>
  }
  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '1000000'
    process.env.PORTAL_URL = 'http://portal.example'
    await defineSellingEntity(seedContext(), testSeller)
    world.roomier = await defineRoomierDisk()
  })
  beforeEach(async () => {
    world.estate = await makeEstate(world.sql, {
      hosts: { count: 4, vcpu: 512 },
      poolGib: 100_000,
    })
    world.approverId = await join('approver')
  })

  const join = async (role: 'approver' | 'technical'): Promise<Id<'account'>> =>
    (await addMember(world.sql, world.estate.own, role)).accountId

  const technical = (now?: Date) => world.estate.own.as('technical', now)
  const approver = (now?: Date, accountId = world.approverId) =>
    memberTestContext(accountId, { ...world.estate.own, role: 'approver' }, now ? { now } : {})

  /** An unverified buyer with room under its cap. */
  const makeUnknown = () =>
    probe.query(
      "update organisations set directory_status = 'unknown', spending_cap_cents = 10000000 where id = $1",
      world.estate.own.organisationId,
    )

  /** Of today: 500 €, all that such a buyer may commit without a moderator. */
  async function passOperatorsLimit(): Promise<void> {
    await makeUnknown()
    const { organisationId, accountId } = world.estate.own
    await probe.query(
      `insert into cost_changes (id, organisation_id, project_id, account_id, kind, resource_id, bundle_kind, monthly_cents, created_at)
      select $1, $2, id, $3, 'grow_volume', $1, 'storage', 50000, $4 from projects where organisation_id = $2 limit 1`,
      ...[newId('costChange'), organisationId, accountId, testNow.toISOString()],
    )
  }

  return Object.assign(world, {
    ...probe,
    addMember: join,
    technical,
    approver,
    ruleFrom: (from: bigint, approvals: 1 | 2 = 1) =>
      addSignatureRule(world.estate.own.as('owner'), { from, approvals }),
    resize: (instanceId: Id<'instance'>, to: 'large' | 'wide' = 'large', ctx = technical()) =>
      requestChange(ctx, { kind: 'resize_instance', instanceId, bundleId: world.estate.bundles[to].id }),
    grow: (volumeId: Id<'volume'>, ctx = technical()) =>
      requestChange(ctx, { kind: 'grow_volume', volumeId, bundleId: world.roomier }),
    /** One after another: concurrent ones would take the same name. */
    async makeVolumes(count: number): Promise<Id<'volume'>[]> {
      const made: Id<'volume'>[] = []
      while (made.length < count) made.push(await addVolume(world.estate))
      return made
    },
    async held(outcome: ReturnType<typeof requestChange>) {
      const answer = await outcome
      if (answer.outcome !== 'held') throw new Error('it was to wait')
      return answer
    },
    async decide(
      ctx: OpContext,
      orderId: Id<'order'>,
      decision: 'approved' | 'refused' = 'approved',
      reason = '',
    ) {
      const contentHash = (await getOrder(ctx, { id: orderId })).hold?.contentHash ?? ''
      return decideOrder(ctx, { orderId, contentHash, decision, reason })
    },
    orderState: async (id: string) =>
      (await probe.query<{ state: string }>('select state from orders where id = $1', id))[0]?.state,
    mailsTo: async (accountId: string, template: string) =>
      (
        await world.sql`select text_body from mail_messages where recipient = ${`${accountId}@example.test`} and template = ${template} order by id`
      ).map((row) => String(row.text_body)),
    makeUnknown,
    passOperatorsLimit,
    /** Fills every host of the zone, or frees it again. */
    async fillZone(isFull: boolean): Promise<void> {
      await probe.query(
        isFull
          ? 'update hosts set vcpu_reserved = vcpu_reserved + vcpu_free, vcpu_free = 0 where zone_id = $1'
          : 'update hosts set vcpu_free = vcpu_free + vcpu_reserved, vcpu_reserved = 0 where zone_id = $1',
        world.estate.zone.zoneId,
      )
    },
    async acceptAsModerator(orderId: Id<'order'>): Promise<void> {
      const moderator = (await makeStaff(world.sql, ['moderator'])).as()
      const { entries } = await readCases(moderator, { part: 'waiting', kind: 'order', assigned: null })
      const found = entries.find(({ subjectId }) => subjectId === orderId)
      await decideCases(moderator, { caseIds: found ? [found.id] : [], decision: 'accepted', reason: '' })
    },
  })
}

async function defineRoomierDisk(): Promise<Id<'bundle'>> {
  const bundleId = await defineBundle(seedContext(), {
    ...{ slug: 'disque-200', name: 'Disque 200', family: 'storage', position: 9 },
    ...{ vcpu: 0, memoryMib: 0, rootDiskGib: 0, volumeGib: 200, volumeClass: 'fast' },
  })
  const validFrom = new Date('2025-01-01T00:00:00Z')
  const prices = { volume: 2_638_890n, snapshot: 1_055_556n } as const
  for (const meter of ['volume', 'snapshot'] as const)
    await definePrice(seedContext(), { bundleId, meter, microCentsPerHour: prices[meter], validFrom })
  return bundleId
}
