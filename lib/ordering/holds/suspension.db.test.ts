import { beforeAll, describe, expect, test } from 'vitest'
import { withStaff } from '~/db/client'
import { staffTestContext } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { TestZone } from '~/lib/datacentre/testing/datacenter'
import { suspendOrganisation } from '~/lib/identity'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import { addSignatureRule, decideOrder, getOrder, placeOrder } from '../index'
import { serverOrder, type TestCatalogue } from '../testing/order-world'
import { useOrderWorld } from '../testing/use-order-world'

describe('a suspension concurrent with an order', () => {
  const database = useTestDatabase()
  const { sql } = database
  const world = useOrderWorld(database, { count: 4, vcpu: 50 })
  let zone: TestZone
  let catalogue: TestCatalogue

  beforeAll(() => {
    ;({ zone, catalogue } = world)
  })

  const staff = staffTestContext(newId('staff'), ['accountant'])
  /** Suspends the organisation, and commits once `before` has ended. */
  const suspend = ({ organisationId: id }: TestBuyer, before?: () => Promise<unknown>) =>
    withStaff(staff, async (tx) => {
      await suspendOrganisation(tx, staff, { id, kind: 'company' }, 'Impayé')
      await before?.()
    })

  type Answer = { ok: unknown } | { refused: unknown }
  const answerOf = (work: Promise<unknown>): Promise<Answer> =>
    work.then(
      (ok) => ({ ok }),
      (refused: unknown) => ({ refused }),
    )
  /** How many transactions wait for another one's lock. */
  const waiting = () => countWaiting(sql)

  /** Result of `work`, started after the suspension is written and before it commits. */
  async function duringSuspension(buyer: TestBuyer, work: () => Promise<unknown>): Promise<Answer> {
    let commit = () => {}
    let suspended: Promise<void> | undefined
    await new Promise<void>((written, failed) => {
      suspended = suspend(buyer, () => {
        written()
        return new Promise<void>((resolve) => {
          commit = resolve
        })
      })
      suspended.catch(failed)
    })
    let isAnswered = false
    const answer = answerOf(work()).finally(() => {
      isAnswered = true
    })
    await expect.poll(async () => isAnswered || (await waiting()) === 1).toBe(true)
    commit()
    await suspended
    return answer
  }

  async function makeTeam() {
    const buyer = await makeBuyer(sql)
    const approver = await addMember(sql, buyer, 'approver')
    await addSignatureRule(buyer.as(), { from: 1n, approvals: 1 })
    return { buyer, approver: approver.as() }
  }

  let made = 0
  const nextName = () => {
    made += 1
    return `srv-${made}x`
  }

  /** A held order, and a function that approves it. */
  async function held(buyer: TestBuyer, approver: OpContext) {
    const outcome = await placeOrder(buyer.as(), serverOrder(zone, catalogue, { name: nextName() }))
    if (outcome.outcome !== 'held') throw new Error(outcome.outcome)
    const { orderId } = outcome
    const { contentHash = '' } = (await getOrder(approver, { id: orderId })).hold ?? {}
    return {
      orderId,
      agree: () => decideOrder(approver, { orderId, contentHash, decision: 'approved', reason: '' }),
    }
  }
  const serversOf = async ({ organisationId }: TestBuyer) =>
    (await sql`select from instances where organisation_id = ${organisationId}`).length
  const stateOf = async (orderId: Id<'order'>) =>
    (await sql`select state from orders where id = ${orderId}`)[0]?.state

  test('refuses the order when it comes first', async () => {
    const { buyer } = await makeTeam()
    const answer = await duringSuspension(buyer, () => placeOrder(buyer.as(), serverOrder(zone, catalogue)))
    expect(answer).toMatchObject({ refused: { code: 'organisation_not_active' } })
    expect(await serversOf(buyer)).toBe(0)
  })

  test('prevents the release of a held order when it comes first', async () => {
    const { buyer, approver } = await makeTeam()
    const { orderId, agree } = await held(buyer, approver)
    const answer = await duringSuspension(buyer, agree)
    expect(answer).toMatchObject({ refused: { code: 'organisation_not_active' } })
    expect(await serversOf(buyer)).toBe(0)
    expect(await stateOf(orderId)).toBe('held')
  })

  test('waits for a held order that is being released', async () => {
    const { buyer, approver } = await makeTeam()
    const { orderId, agree } = await held(buyer, approver)
    let isSuspended = false
    let agreed: Promise<unknown> | undefined
    let suspended: Promise<unknown> | undefined
    await sql.begin(async (other) => {
      // The claim is made permanent right after the buyer's state is read.
      await other`select from allocations where organisation_id = ${buyer.organisationId} for update`
      agreed = agree()
      await expect.poll(waiting).toBe(1)
      suspended = suspend(buyer).finally(() => {
        isSuspended = true
      })
      await expect.poll(async () => isSuspended || (await waiting())).toBe(2)
    })
    // The release still runs queries after its commit, so either of the two may answer first.
    expect(await agreed).toEqual({ outcome: 'released' })
    await suspended
    expect(await stateOf(orderId)).toBe('accepted')
    expect(await serversOf(buyer)).toBe(1)
  })

  test('is the only thing that waits: orders of one buyer are placed and released concurrently', async () => {
    const { buyer, approver } = await makeTeam()
    const [first, second] = [await held(buyer, approver), await held(buyer, approver)]
    let agreed: Promise<unknown> | undefined
    await sql.begin(async (other) => {
      await other`select from allocations where resource_id =
        any (select unnest(resource_ids) from held_orders where order_id = ${first.orderId}) for update`
      agreed = first.agree()
      await expect.poll(waiting).toBe(1)
      expect(await second.agree()).toEqual({ outcome: 'released' })
      expect((await held(buyer, approver)).orderId).toBeTruthy()
      expect(await stateOf(first.orderId)).toBe('held')
    })
    expect(await agreed).toEqual({ outcome: 'released' })
  })
})
