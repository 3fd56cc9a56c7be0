import fc from 'fast-check'
import type postgres from 'postgres'
import { expect } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { memberTestContext, staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { readCases } from '~/lib/moderation'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import {
  addSignatureRule,
  amendPurchaseOrder,
  applyModeration,
  askSignatureCode,
  createPurchaseOrder,
  decideCases,
  decideOrder,
  defineSellingEntity,
  getOrder,
  getQuote,
  placeOrder,
  retryPostponed,
  signQuote,
  sweepHolds,
  withdrawOrder,
} from '../index'
import * as model from './decision-model'
import { makeCatalogue, serverOrder, type TestCatalogue, testSeller } from './order-world'

/**
 * A server costs 35.28 € a month, and 3,818 € from today to the last day of the purchase order. That day is
 * far, so that a server ordered weeks later, which costs those weeks less, still counts as one: the savings of
 * twenty such stay below the cost of one.
 */
const ceilingPerServer = 382_500n
const endsOn = '2035-11-30'
const serversInZone = 40
const staffId = newId('staff')

type House = { buyer: TestBuyer; approverId: Id<'account'>; purchaseOrderId: Id<'purchaseOrder'> }
type Command = fc.AsyncCommand<model.DecisionModel, House>

/** Random orders, quotes, decisions, amendments and time steps, against rows of a real database. */
export async function openDecisionWorld(sql: postgres.Sql) {
  await defineSellingEntity(seedContext(), testSeller)
  const catalogues: { zone: TestZone; catalogue: TestCatalogue } = await (async () => {
    const zone = await makeZone({ count: 2, vcpu: serversInZone / 2 })
    return { zone, catalogue: await makeCatalogue([zone]) }
  })()
  const { zone, catalogue } = catalogues
  let made = 0

  const at = (m: model.DecisionModel) => addSeconds(testNow, m.hour * 3_600)
  const member = (
    { buyer, approverId }: House,
    m: model.DecisionModel,
    role: 'owner' | 'technical' | 'approver',
  ): OpContext =>
    memberTestContext(role === 'approver' ? approverId : buyer.accountId, { ...buyer, role }, { now: at(m) })
  const nth = (m: model.DecisionModel, index: number) => {
    const held = model.live(m)
    return held[index % Math.max(1, held.length)]
  }
  const codeOf = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'ok',
      (error: unknown) => {
        if (error instanceof DomainError) return error.code
        throw error
      },
    )

  async function house(): Promise<House> {
    const buyer = await makeBuyer(sql, { spendingCapCents: 100_000_000_00n })
    await sql`update organisations set directory_status = 'unknown' where id = ${buyer.organisationId}`
    const { accountId: approverId } = await addMember(sql, buyer, 'approver', { joinedAt: new Date() })
    const owner = buyer.as()
    await addSignatureRule(owner, { from: BigInt(model.approvalFrom) * 3_528n, approvals: 1 })
    const { purchaseOrderId } = await createPurchaseOrder(owner, {
      number: 'BC-1',
      ceiling: 2n * ceilingPerServer,
      startsOn: '2026-11-01',
      endsOn,
    })
    return { buyer, approverId, purchaseOrderId }
  }

  /** A command; after it, the rows must match the model. */
  const command = (text: string, run: (m: model.DecisionModel, h: House) => Promise<void>): Command => ({
    check: () => true,
    run: async (m, h) => {
      await run(m, h)
      await compare(m, h)
    },
    toString: () => text,
  })

  async function compare(m: model.DecisionModel, h: House): Promise<void> {
    const rows = await sql`
      select o.id, o.state, coalesce(array_to_string(held.reasons, ' '), '') as reasons,
        (select count(*)::int from instances i join order_lines l on l.id = i.order_line_id where l.order_id = o.id) as servers
      from orders o left join held_orders held on held.order_id = o.id where o.organisation_id = ${h.buyer.organisationId} order by o.id`
    const expectedRows = [...m.orders]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((order) => ({
        id: order.id,
        state: order.state,
        reasons: [...order.reasons].sort().join(' '),
        servers: order.state === 'accepted' ? order.quantity : 0,
      }))
    expect(
      rows.map((row) => ({ ...row, reasons: row.reasons.split(' ').filter(Boolean).sort().join(' ') })),
    ).toEqual(expectedRows)
    const [free] = await sql`select sum(vcpu_free)::int as vcpu from hosts where zone_id = ${zone.zoneId}`
    expect(free?.vcpu).toBe(m.free)
    const open =
      await sql`select count(*)::int as n from moderation_cases where organisation_id = ${h.buyer.organisationId} and state <> 'closed'`
    expect(open[0]?.n).toBe(model.live(m).filter(({ reasons }) => reasons.has('operator')).length)
  }

  const order = (quantity: number, isUnderPurchaseOrder: boolean, quoteDays: number | null) =>
    command(
      `${quoteDays ? `quote ${quoteDays} d` : 'order'} ${quantity}${isUnderPurchaseOrder ? ' under' : ''}`,
      async (m, h) => {
        made += 1
        const asked = { quantity, isUnderPurchaseOrder, quoteDays }
        const expected = model.expectedOutcome(m, asked)
        const input = serverOrder(zone, catalogue, {
          name: `m-${made}x`,
          quantity,
          ...(isUnderPurchaseOrder && { costReferences: { purchaseOrderNumber: 'BC-1' } }),
        })
        const work = placeOrder(member(h, m, 'technical'), {
          ...input,
          ...(quoteDays !== null && { asQuote: { validDays: quoteDays } }),
        })
        if (expected.outcome === 'state_forbids' || expected.outcome === 'recovery_in_progress') {
          expect(await codeOf(work)).toBe(expected.outcome)
          return
        }
        const answer = await work
        expect(answer.outcome).toBe(expected.outcome)
        if ('orderId' in answer)
          model.take(m, asked, answer.orderId, 'quoteId' in answer ? answer.quoteId : null)
      },
    )

  const approve = (index: number, decision: 'approved' | 'refused') =>
    command(`${decision} ${index}`, async (m, h) => {
      const found = nth(m, index)
      if (!found) return
      const approver = member(h, m, 'approver')
      const { contentHash = '' } = (await getOrder(approver, { id: found.id })).hold ?? {}
      const reason = decision === 'refused' ? 'Pas maintenant.' : ''
      const code = await codeOf(decideOrder(approver, { orderId: found.id, contentHash, decision, reason }))
      const isObstructed = found.reasons.has('obstacle')
      // A person who agreed to an order that an obstacle stops may still refuse it.
      const isDecidable =
        found.reasons.has('approval') ||
        (decision === 'refused' && (found.reasons.has('quote') || isObstructed))
      if (!isDecidable || found.expiresAt <= m.hour) return expect(code).toBe('state_forbids')
      if (found.hasApproverDecided && !isObstructed) return expect(code).toBe('already_exists')
      expect(code).toBe('ok')
      found.hasApproverDecided = true
      if (decision === 'refused') model.drop(m, found, 'refused')
      else model.clearReasons(m, found, 'approval')
    })

  const withdraw = (index: number) =>
    command(`withdraw ${index}`, async (m, h) => {
      const found = nth(m, index)
      if (!found) return
      await withdrawOrder(member(h, m, 'technical'), { id: found.id })
      model.drop(m, found, 'withdrawn')
    })

  const sign = (index: number) =>
    command(`sign ${index}`, async (m, h) => {
      const found = nth(m, index)
      if (!found?.quoteId) return
      const quoteId = found.quoteId as Id<'quote'>
      const approver = member(h, m, 'approver')
      const isOpen = found.reasons.has('quote') && found.expiresAt > m.hour && !found.reasons.has('operator')
      // A person who already approved the order has no second vote, so cannot sign either.
      const code = await codeOf(
        (async () => {
          const { sentTo } = await askSignatureCode(approver, { quoteId })
          const [mail] =
            await sql`select text_body as text from mail_messages where recipient = ${sentTo} and template = 'signature-code' order by created_at desc, id desc limit 1`
          const digits = /: (\d{6})/.exec(mail?.text ?? '')?.[1] ?? ''
          const { documentHash } = await getQuote(approver, { quoteId })
          await signQuote(approver, {
            quoteId,
            fullName: 'A. Prouve',
            capacity: 'Maire',
            documentHash,
            code: digits,
          })
        })(),
      )
      if (!isOpen) return expect(code).toBe('state_forbids')
      expect(code).toBe('ok')
      found.hasApproverDecided = true
      found.isSigned = true
      model.clearReasons(m, found, 'quote', 'approval')
    })

  const moderate = (index: number, decision: 'accepted' | 'refused') =>
    command(`moderator ${decision} ${index}`, async (m) => {
      const found = nth(m, index)
      if (!found?.reasons.has('operator')) return
      const staff = staffTestContext(staffId, ['moderator'], at(m))
      const { entries } = await readCases(staff, { part: 'waiting', kind: null, assigned: null })
      const caseId = entries.find(({ subjectId }) => subjectId === found.id)?.id ?? newId('moderationCase')
      const work = decideCases(staff, { caseIds: [caseId], decision, reason: 'Décidé.' })
      if (found.expiresAt <= m.hour) return expect(await codeOf(work)).toBe('conflict')
      await work
      await applyModeration(systemTestContext(at(m)), { orderId: found.id as Id<'order'> })
      if (decision === 'refused') model.drop(m, found, 'refused')
      else model.clearReasons(m, found, 'operator')
    })

  const amend = (ceiling: number) =>
    command(`amend to ${ceiling}`, async (m, h) => {
      const code = await codeOf(
        amendPurchaseOrder(member(h, m, 'owner'), {
          purchaseOrderId: h.purchaseOrderId,
          ceiling: BigInt(ceiling) * ceilingPerServer,
          endsOn,
          reason: 'Avenant',
        }),
      )
      if (ceiling === m.ceiling) return expect(code).toBe('invalid_input')
      expect(code).toBe('ok')
      model.amend(m, ceiling)
    })

  const pass = (hours: number, isSwept: boolean) =>
    command(`${hours} hours pass${isSwept ? ', swept' : ''}`, async (m) => {
      m.hour += hours
      if (!isSwept) return
      await sweepHolds(systemTestContext(at(m)))
      model.sweep(m)
    })

  const retry = () =>
    command('retry', async (m) => {
      await retryPostponed(systemTestContext(at(m)))
      model.retry(m)
    })

  const recover = (isRecovering: boolean) =>
    command(isRecovering ? 'the database was restored' : 'an operator agreed to it', async (m) => {
      await setRecovering(isRecovering)
      m.isRecovering = isRecovering
    })

  /** As if the database were a restored copy that the installation does not know. */
  async function setRecovering(isRecovering: boolean): Promise<void> {
    await sql`delete from installation_facts where name = 'database'`
    if (isRecovering)
      await sql`insert into installation_facts (name, value) values ('database', '0/0/00000000')`
  }

  const index = fc.nat(11)
  const quantity = fc.constantFrom(1, 1, 2, 3, 5, 15)
  const sequences = (maxCommands: number) =>
    fc.commands(
      [
        fc.tuple(quantity, fc.boolean()).map(([n, under]) => order(n, under, null)),
        fc.tuple(quantity, fc.boolean()).map(([n, under]) => order(n, under, null)),
        fc
          .tuple(quantity, fc.boolean(), fc.integer({ min: 1, max: 5 }))
          .map(([n, under, d]) => order(n, under, d)),
        fc
          .tuple(index, fc.constantFrom('approved', 'approved', 'refused'))
          .map(([i, d]) => approve(i, d as 'approved')),
        index.map(withdraw),
        index.map(sign),
        fc
          .tuple(index, fc.constantFrom('accepted', 'accepted', 'refused'))
          .map(([i, d]) => moderate(i, d as 'accepted')),
        fc.constantFrom(1, 2, 3, 6, 20).map(amend),
        fc.tuple(fc.constantFrom(1, 7, 30, 121), fc.boolean()).map(([h, swept]) => pass(h, swept)),
        fc.boolean().map(recover),
        fc.constant(retry()),
      ],
      { maxCommands, size: 'max' },
    )

  /** Runs this many sequences of up to this many commands; a divergence is shrunk and shown with its seed. */
  return async function run(numRuns: number, maxCommands = 14, limitMilliseconds = 50_000): Promise<void> {
    const seed = Math.trunc(Math.random() * 2 ** 31)
    let isTold = false
    await fc.assert(
      fc.asyncProperty(sequences(maxCommands), fc.boolean(), async (sequence, isRecovering) => {
        const real = await house()
        await setRecovering(isRecovering)
        const told: model.DecisionModel = {
          hour: 0,
          free: serversInZone,
          ceiling: 2,
          isRecovering,
          orders: [],
        }
        try {
          await fc.asyncModelRun(() => ({ model: told, real }), sequence)
        } catch (error) {
          // Logged before shrinking, which may exceed the time of the run.
          if (!isTold) console.error(`seed ${seed}: ${sequence}`, error)
          isTold = true
          throw error
        } finally {
          await setRecovering(false)
          // All sequences share the zone: releases what this one holds.
          await sql`select app.end_allocation(resource_id, 'voided', now()) from allocations where organisation_id = ${real.buyer.organisationId} and state = 'pending'`
          await sql`update instances set state = 'failed' where organisation_id = ${real.buyer.organisationId}`
          await sql`delete from private_addresses where organisation_id = ${real.buyer.organisationId}`
          await sql`delete from held_orders where organisation_id = ${real.buyer.organisationId}`
          await sql`update orders set state = 'withdrawn' where organisation_id = ${real.buyer.organisationId} and state = 'held'`
          await sql`update order_lines set state = 'withdrawn' where organisation_id = ${real.buyer.organisationId} and state = 'held'`
          await sql`update moderation_cases set state = 'closed', outcome = 'withdrawn', held_until = null, closed_at = now() where organisation_id = ${real.buyer.organisationId} and state <> 'closed'`
        }
      }),
      // A run that outlived the test's time limit would continue during the next one, in the zone that both
      // count.
      { numRuns, seed, interruptAfterTimeLimit: limitMilliseconds, markInterruptAsFailure: true },
    )
    // No worker runs here, and the rows were reset directly.
    const excluded = ['sagas', 'audited_orders', 'last_transition']
    const violated = (await checkInvariants(sql)).filter(({ name }) => !excluded.includes(name))
    expect(violated.map(({ name, rows }) => ({ name, rows: rows.slice(0, 2) }))).toEqual([])
  }
}
