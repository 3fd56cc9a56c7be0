import type postgres from 'postgres'
import { expect } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { memberTestContext, staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { defineBundle, definePrice } from '~/lib/catalogue'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
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
  delegateApproval,
  placeOrder,
  retryPostponed,
  signQuote,
  sweepHolds,
  withdrawOrder,
} from '../index'
import { makeCatalogue, serverOrder, testSeller } from './order-world'
import { type Approver, type Decision, legalEnds, nameOf, type Race, type RoundEnd } from './race-model'

type Person = Approver | 'owner' | 'technician'
type House = { buyer: TestBuyer; accounts: Record<Person, Id<'account'>> }
type HeldForRace = {
  orderId: Id<'order'>
  contentHash: string
  quote: { id: Id<'quote'>; documentHash: string; codes: Map<Approver, string> } | null
  purchaseOrderId: Id<'purchaseOrder'> | null
  caseId: Id<'moderationCase'> | null
}

const staffId = newId('staff')
/** After every hold of a round has expired, and before that of a replacing quote. */
const afterExpiry = addSeconds(testNow, 20 * 86_400)
const validDays = { first: 10, successor: 30 } as const
const roles = {
  owner: 'owner',
  technician: 'technical',
  A: 'approver',
  B: 'approver',
  delegate: 'technical',
} as const

/** A failed round: the observed end, and the allowed ends. */
export type Disagreement = { race: string; end: RoundEnd; legal: RoundEnd[] }

/**
 * Runs two concurrent decisions about one held order, each on a connection of its own, as members, staff and
 * workers make them.
 *
 * @param owner of the tables, with at least two connections
 */
export async function openRaceWorld(owner: postgres.Sql) {
  await defineSellingEntity(seedContext(), testSeller)
  const zone: TestZone = await makeZone({ count: 4, vcpu: 20_000 })
  const catalogue = await makeCatalogue([zone])
  const expensive = await defineExpensiveServer()
  let made = 0

  const as = ({ buyer, accounts }: House, person: Person) =>
    memberTestContext(accounts[person], { ...buyer, role: roles[person] })

  /**
   * A buyer with a rule that needs this many approvals, and all deciders. One per round, because rules sum up
   * a day.
   */
  async function openHouse(approvalsNeeded: number): Promise<House> {
    const buyer = await makeBuyer(owner, { spendingCapCents: 1_000_000_000_00n })
    await owner`update organisations set directory_status = 'unknown' where id = ${buyer.organisationId}`
    const accounts = { owner: buyer.accountId } as House['accounts']
    const memberIds = new Map<Person, Id<'member'>>()
    for (const person of ['technician', 'A', 'B', 'delegate'] as const) {
      const { accountId, memberId } = await addMember(owner, buyer, roles[person], {
        fullName: person,
        joinedAt: new Date(),
      })
      accounts[person] = accountId
      memberIds.set(person, memberId)
    }
    const house = { buyer, accounts }
    if (approvalsNeeded > 0)
      await addSignatureRule(as(house, 'owner'), { from: 1n, approvals: approvalsNeeded as 1 | 2 })
    await delegateApproval(as(house, 'A'), {
      memberId: memberIds.get('delegate') ?? newId('member'),
      startsOn: '2026-11-01',
      endsOn: '2026-12-31',
    })
    return house
  }

  async function hold(house: House, { situation, decisions }: Race): Promise<HeldForRace> {
    const has = (reason: (typeof situation.reasons)[number]) => situation.reasons.includes(reason)
    made += 1
    const number = `BC-${made}`
    const purchaseOrderId = has('over_purchase_order')
      ? (
          await createPurchaseOrder(as(house, 'owner'), {
            number,
            ceiling: 1n,
            startsOn: '2026-11-01',
            endsOn: '2035-11-30',
          })
        ).purchaseOrderId
      : null
    const outcome = await placeOrder(as(house, 'technician'), {
      ...serverOrder(zone, catalogue, {
        name: `race-${made}x`,
        ...(has('operator') && { bundleId: expensive }),
        ...(purchaseOrderId && { costReferences: { purchaseOrderNumber: number } }),
      }),
      ...(has('quote') && { asQuote: { validDays: validDays.first } }),
    })
    if (outcome.outcome !== 'held' && outcome.outcome !== 'quoted') throw new Error(outcome.outcome)
    const { orderId } = outcome
    if (has('obstacle')) await obstruct(orderId)
    const [held] = await owner`select content_hash, reasons from held_orders where order_id = ${orderId}`
    expect(held?.reasons.toSorted()).toEqual(situation.reasons.toSorted())
    const [found] =
      await owner`select id from moderation_cases where subject_id = ${orderId} and state <> 'closed'`
    const quote = 'quoteId' in outcome ? await readyToSign(house, outcome.quoteId, decisions) : null
    return { orderId, contentHash: held?.content_hash, quote, purchaseOrderId, caseId: found?.id ?? null }
  }

  /** As if it were approved and stopped by an obstacle. */
  const obstruct = (orderId: Id<'order'>) =>
    owner`update held_orders set reasons = '{obstacle}', obstacle = 'recovery', obstructed_at = ${testNow}, retry_at = ${testNow} where order_id = ${orderId}`

  async function readyToSign(house: House, id: Id<'quote'>, decisions: readonly Decision[]) {
    const codes = new Map<Approver, string>()
    for (const decision of decisions) {
      if (decision.kind !== 'sign' || codes.has(decision.by)) continue
      const { sentTo } = await askSignatureCode(as(house, decision.by), { quoteId: id })
      const [mail] = await owner<{ text: string }[]>`
        select text_body as text from mail_messages where recipient = ${sentTo} and template = 'signature-code' order by created_at desc, id desc limit 1`
      codes.set(decision.by, /: (\d{6})/.exec(mail?.text ?? '')?.[1] ?? '')
    }
    const [row] = await owner`select document_hash from quotes where id = ${id}`
    return { id, documentHash: row?.document_hash, codes }
  }

  async function carryOut(house: House, held: HeldForRace, decision: Decision): Promise<unknown> {
    const { orderId, contentHash, quote } = held
    switch (decision.kind) {
      case 'approve':
        return decideOrder(as(house, decision.by), { orderId, contentHash, decision: 'approved', reason: '' })
      case 'refuse':
        return decideOrder(as(house, decision.by), {
          orderId,
          contentHash,
          decision: 'refused',
          reason: 'Non.',
        })
      case 'withdraw':
        return withdrawOrder(as(house, 'technician'), { id: orderId })
      case 'expire':
        return sweepHolds(systemTestContext(afterExpiry))
      case 'sign':
        return signQuote(as(house, decision.by), {
          quoteId: quote?.id ?? newId('quote'),
          fullName: 'Claire Roux',
          capacity: 'Maire',
          documentHash: quote?.documentHash ?? '',
          code: quote?.codes.get(decision.by) ?? '',
        })
      case 'replace':
        made += 1
        return placeOrder(as(house, 'technician'), {
          ...serverOrder(zone, catalogue, { name: `race-${made}x` }),
          asQuote: { validDays: validDays.successor, replaces: quote?.id ?? newId('quote') },
        })
      case 'amend':
        return amendPurchaseOrder(as(house, 'owner'), {
          purchaseOrderId: held.purchaseOrderId ?? newId('purchaseOrder'),
          ceiling: 1_000_000_00n,
          endsOn: '2035-11-30',
          reason: 'Avenant',
        })
      case 'retry':
        return retryPostponed(systemTestContext())
      case 'moderate':
        await decideCases(staffTestContext(staffId, ['moderator']), {
          caseIds: [held.caseId ?? newId('moderationCase')],
          decision: decision.decision,
          reason: 'Décidé.',
        })
        return applyModeration(systemTestContext(), { orderId })
    }
  }

  /** Returns both answers. With `isGated` both calls wait for the order's lock before either continues. */
  async function fire(house: House, held: HeldForRace, decisions: readonly Decision[], isGated: boolean) {
    const failures: unknown[] = []
    let done = 0
    const start = () =>
      decisions.map((decision) =>
        carryOut(house, held, decision)
          .then(
            () => 'ok',
            (error: unknown) => {
              if (error instanceof DomainError) return error.code
              failures.push(error)
              return 'failed'
            },
          )
          .finally(() => {
            done += 1
          }),
      )
    if (!isGated) return { results: await Promise.all(start()), failures }
    const fired = await owner.begin(async (gate) => {
      await gate`select 1 from orders where id = ${held.orderId} for update`
      const answers = start()
      await expect
        .poll(async () => done + (await countWaiting(gate)), { interval: 5 })
        .toBeGreaterThanOrEqual(2)
      return { answers }
    })
    return { results: await Promise.all(fired.answers), failures }
  }

  async function readEnd(house: House, held: HeldForRace, results: string[]): Promise<RoundEnd> {
    const { organisationId } = house.buyer
    const [row] = await owner`
      select o.state, coalesce(h.reasons, '{}') as reasons,
        (select count(*)::int from instances i join order_lines l on l.id = i.order_line_id where l.order_id = o.id) as servers,
        (select count(*)::int from held_orders other where other.organisation_id = ${organisationId} and other.order_id <> o.id) as successors
      from orders o left join held_orders h on h.order_id = o.id where o.id = ${held.orderId}`
    return {
      results,
      order: row?.state,
      reasons: row?.reasons.toSorted().join(' '),
      servers: row?.servers,
      successors: row?.successors,
    }
  }

  /** Withdraws what a round left held, so that no later round expires it. */
  async function clear(house: House): Promise<void> {
    const left = await owner<{ id: Id<'order'> }[]>`
      select h.order_id as id from held_orders h join orders o on o.id = h.order_id where h.organisation_id = ${house.buyer.organisationId}`
    for (const { id } of left) await withdrawOrder(as(house, 'technician'), { id })
  }

  /** One round: null when it ended as the model allows. */
  async function round(
    race: Race,
    isGated: boolean,
  ): Promise<{ disagreement: Disagreement | null; failures: unknown[] }> {
    const house = await openHouse(race.situation.approvalsNeeded)
    const held = await hold(house, race)
    const { results, failures } = await fire(house, held, race.decisions, isGated)
    const end = await readEnd(house, held, results)
    const legal = legalEnds(race.situation, race.decisions)
    const isLegal = legal.some((each) => JSON.stringify(each) === JSON.stringify(end))
    await clear(house).catch((error: unknown) => failures.push(error))
    const name = `${race.situation.reasons.join('+')}: ${race.decisions.map(nameOf).join(' × ')}`
    return { disagreement: isLegal ? null : { race: name, end, legal }, failures }
  }

  /** Violated invariants; no worker runs here, and organisations and members were inserted directly. */
  async function violations() {
    const expected = ['sagas', 'audited_orders']
    return (await checkInvariants(owner)).filter(({ name }) => !expected.includes(name))
  }

  return { round, violations, zone, catalogue, openHouse, as }
}

/** Expensive enough that no rule of the operator accepts it: 720 € a month. */
async function defineExpensiveServer(): Promise<Id<'bundle'>> {
  const ctx = seedContext()
  const validFrom = new Date('2026-01-01T00:00:00Z')
  const bundleId = await defineBundle(ctx, {
    slug: 'essentiel-cher',
    name: 'Essentiel cher',
    family: 'essential',
    vcpu: 1,
    memoryMib: 1024,
    rootDiskGib: 10,
    volumeGib: 0,
    position: 3,
  })
  await definePrice(ctx, { bundleId, meter: 'compute', microCentsPerHour: 100_000_000n, validFrom })
  await definePrice(ctx, { bundleId, meter: 'root_disk', microCentsPerHour: 900_000n, validFrom })
  return bundleId
}
