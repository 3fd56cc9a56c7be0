import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { memberTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { TestZone } from '~/lib/datacentre/testing/datacenter'
import { createProject, setProjectRoles, unreadNotices } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import {
  addSignatureRule,
  amendPurchaseOrder,
  createPurchaseOrder,
  decideOrder,
  delegateApproval,
  getOrder,
  getPurchaseOrder,
  openApprovalLink,
  placeOrder,
  readApprovals,
  sweepHolds,
  withdrawOrder,
} from '../index'
import { serverOrder, type TestCatalogue } from '../testing/order-world'
import { useOrderWorld } from '../testing/use-order-world'

describe('an order that waits for a decision', () => {
  const database = useTestDatabase()
  const { sql } = database
  const world = useOrderWorld(database, { count: 6, vcpu: 50 })
  let zone: TestZone
  let catalogue: TestCatalogue
  let made = 0

  beforeAll(() => {
    ;({ zone, catalogue } = world)
  })

  /** An organisation with an owner who orders, two approvers, and a technical member. */
  async function makeTeam() {
    const buyer = await makeBuyer(sql)
    const join = (role: 'approver' | 'technical') => addMember(sql, buyer, role)
    return {
      buyer,
      first: await join('approver'),
      second: await join('approver'),
      technical: await join('technical'),
    }
  }
  const order = (line: Parameters<typeof serverOrder>[2] = {}) => {
    made += 1
    return serverOrder(zone, catalogue, { name: `srv-${made}x`, ...line })
  }
  async function hold(ctx: OpContext, line: Parameters<typeof serverOrder>[2] = {}) {
    const outcome = await placeOrder(ctx, order(line))
    if (outcome.outcome !== 'held') throw new Error(outcome.outcome)
    const view = await getOrder(ctx, { id: outcome.orderId })
    if (!view.hold) throw new Error('a held order says on whom it waits')
    return { orderId: outcome.orderId, contentHash: view.hold.contentHash, hold: view.hold }
  }
  const readOrder = async (buyer: TestBuyer, orderId: Id<'order'>) =>
    (
      await sql`select o.state, (select state from order_lines where order_id = o.id) as line,
        (select count(*)::int from instances where organisation_id = ${buyer.organisationId}) as servers,
        (select count(*)::int from sagas where organisation_id = ${buyer.organisationId}) as sagas,
        (select count(*)::int from allocations where organisation_id = ${buyer.organisationId} and state = 'pending') as claims,
        (select coalesce(sum(used), 0)::int from quotas where organisation_id = ${buyer.organisationId} and resource = 'instances') as used
      from orders o where o.id = ${orderId}`
    )[0]
  const approve = (ctx: OpContext, held: { orderId: Id<'order'>; contentHash: string }) =>
    decideOrder(ctx, {
      orderId: held.orderId,
      contentHash: held.contentHash,
      decision: 'approved',
      reason: '',
    })
  const rule = { from: 1n, approvals: 1 as const }

  test('holds its capacity and creates nothing until another person approves, then is carried out as placed', async () => {
    const { buyer, first } = await makeTeam()
    await addSignatureRule(buyer.as(), rule)
    const held = await hold(buyer.as(), { bundleId: catalogue.combined })
    expect(held.hold).toMatchObject({ reasons: ['approval'], mayDecide: false, mayWithdraw: true })
    expect(await readOrder(buyer, held.orderId)).toEqual({
      state: 'held',
      line: 'held',
      servers: 0,
      sagas: 0,
      claims: 2,
      used: 1,
    })
    await expect(approve(buyer.as(), held)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(approve(first.as(), { ...held, contentHash: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect((await readApprovals(first.as())).waiting).toMatchObject([
      { orderId: held.orderId, mayDecide: true },
    ])
    expect(await approve(first.as(), held)).toEqual({ outcome: 'released' })
    expect(await readOrder(buyer, held.orderId)).toEqual({
      state: 'accepted',
      line: 'accepted',
      servers: 1,
      sagas: 1,
      claims: 2,
      used: 1,
    })
    const left =
      await sql`select expires_at from allocations where organisation_id = ${buyer.organisationId} and expires_at is not null`
    expect([...left]).toEqual([])
    await expect(approve(first.as(), held)).rejects.toMatchObject({
      code: 'conflict',
      params: { reason: 'decided_meanwhile' },
    })
  })

  test('notifies the approvers of its project, guests included, until they have decided', async () => {
    const { buyer, first, technical } = await makeTeam()
    const { id: otherProject } = await createProject(buyer.as(), { name: 'Autre', sharePercent: '0' })
    const guestOf = async (projectId: Id<'project'>) => {
      const { accountId, memberId } = await addMember(sql, buyer, 'guest')
      await setProjectRoles(buyer.as(), { memberId, roles: [{ projectId, role: 'approver' }] })
      const { organisationId } = buyer
      const membership = {
        organisationId,
        role: 'guest' as const,
        projectRoles: { [projectId]: 'approver' as const },
      }
      return { accountId, ctx: memberTestContext(accountId, membership) }
    }
    const guest = await guestOf(buyer.projectId)
    const foreign = await guestOf(otherProject)
    await sql`update organisation_members set created_at = ${testNow} where organisation_id = ${buyer.organisationId}`
    await addSignatureRule(buyer.as(), { ...rule, approvals: 2 })
    const held = await hold(technical.as())
    const asked = await sql<{ recipient: string }[]>`select recipient from mail_messages m
      where template = 'order-to-approve' and exists (select from accounts a where a.email = m.recipient and a.id = any(${[guest.accountId, foreign.accountId, first.accountId, technical.accountId]}))`
    expect(asked.map(({ recipient }) => recipient).sort()).toEqual(
      [`${guest.accountId}@example.test`, `${first.accountId}@example.test`].sort(),
    )
    const noticesOf = async (ctx: OpContext) =>
      (await withOrganisation(ctx, unreadNotices))
        .filter(({ kind }) => kind === 'order_to_approve')
        .map(({ params }) => params.orderId)
    expect(await noticesOf(guest.ctx)).toEqual([held.orderId])
    expect(await noticesOf(first.as())).toEqual([held.orderId])
    expect(await noticesOf(foreign.ctx)).toEqual([])
    expect(await noticesOf(technical.as())).toEqual([])
    expect(await approve(guest.ctx, held)).toEqual({ outcome: 'waits' })
    expect(await noticesOf(guest.ctx)).toEqual([])
    expect(await noticesOf(first.as())).toEqual([held.orderId])
    await withdrawOrder(technical.as(), { id: held.orderId })
    expect(await noticesOf(first.as())).toEqual([])
  })

  test('that needs two approvals waits for the second', async () => {
    const { buyer, first, second } = await makeTeam()
    await addSignatureRule(buyer.as(), { ...rule, approvals: 2 })
    const held = await hold(buyer.as())
    expect(await approve(first.as(), held)).toEqual({ outcome: 'waits' })
    await expect(approve(first.as(), held)).rejects.toMatchObject({ code: 'already_exists' })
    expect(await approve(second.as(), held)).toEqual({ outcome: 'released' })
  })

  test('refused, releases everything and shows the reason to the person who placed it', async () => {
    const { buyer, first, technical } = await makeTeam()
    await addSignatureRule(buyer.as(), rule)
    const held = await hold(technical.as())
    const refusal = { ...held, decision: 'refused' as const }
    const { orderId, contentHash, decision } = refusal
    await expect(
      decideOrder(first.as(), { orderId, contentHash, decision, reason: '' }),
    ).rejects.toMatchObject({ field: 'reason' })
    const reason = 'Pas prévu au budget'
    expect(await decideOrder(first.as(), { orderId, contentHash, decision, reason })).toEqual({
      outcome: 'refused',
    })
    expect(await readOrder(buyer, orderId)).toMatchObject({
      state: 'refused',
      servers: 0,
      claims: 0,
      used: 0,
    })
    const mails = await sql`select subject, text_body from mail_messages where template = 'order-decided'`
    expect(mails.some((mail) => mail.text_body.includes(reason))).toBe(true)
    expect((await getOrder(technical.as(), { id: orderId })).decisions).toMatchObject([
      { decision: 'refused', reason },
    ])
  })

  test("is decided by an approver's delegate on the delegated days only, and never the delegate's own order", async () => {
    const { buyer, first, technical } = await makeTeam()
    await addSignatureRule(buyer.as(), rule)
    const held = await hold(buyer.as())
    await expect(approve(technical.as(), held)).rejects.toMatchObject({ code: 'forbidden' })
    await delegateApproval(first.as(), {
      memberId: technical.memberId,
      startsOn: '2026-11-20',
      endsOn: '2026-11-30',
    })
    await expect(approve(technical.as(addSeconds(testNow, 30 * 86_400)), held)).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await approve(technical.as(), held)).toEqual({ outcome: 'released' })
    const own = await hold(technical.as())
    await expect(approve(technical.as(), own)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('keeps its names, and can be withdrawn by the person who placed it', async () => {
    const { buyer, first } = await makeTeam()
    await addSignatureRule(buyer.as(), rule)
    const held = await hold(buyer.as(), { name: 'retenu' })
    await expect(placeOrder(buyer.as(), order({ name: 'retenu' }))).rejects.toMatchObject({
      code: 'name_taken',
    })
    await expect(withdrawOrder(first.as(), { id: held.orderId })).rejects.toMatchObject({ code: 'forbidden' })
    await withdrawOrder(buyer.as(), { id: held.orderId })
    expect(await readOrder(buyer, held.orderId)).toMatchObject({ state: 'withdrawn', claims: 0 })
    expect((await placeOrder(buyer.as(), order({ name: 'retenu' }))).outcome).toBe('held')
  })

  test('sends each approver a link of their own, spent by their decision or by the end of the order', async () => {
    const { buyer, first, second, technical } = await makeTeam()
    await addSignatureRule(buyer.as(), { ...rule, approvals: 2 })
    const held = await hold(technical.as())
    const linkOf = async ({ accountId }: { accountId: string }) => {
      const [mail] =
        await sql`select text_body from mail_messages where recipient = ${`${accountId}@example.test`} and template = 'order-to-approve' order by id desc limit 1`
      return /approbation\/([A-Za-z0-9_-]{43})/.exec(mail?.text_body ?? '')?.[1] ?? ''
    }
    const [ofFirst, ofSecond] = [await linkOf(first), await linkOf(second)]
    const opens = (ctx: OpContext, secret: string) =>
      openApprovalLink({ ...ctx, membership: null }, { secret })
    const found = { organisationId: buyer.organisationId, orderId: held.orderId }
    for (let turn = 0; turn < 2; turn += 1)
      expect(await opens(first.as(), ofFirst)).toEqual({ ...found, isSpent: false })
    await expect(opens(second.as(), ofFirst)).rejects.toMatchObject({ code: 'not_found' })
    await approve(first.as(), held)
    expect(await opens(first.as(), ofFirst)).toEqual({ ...found, isSpent: true })
    expect(await opens(second.as(), ofSecond)).toEqual({ ...found, isSpent: false })
    await withdrawOrder(technical.as(), { id: held.orderId })
    expect(await opens(second.as(), ofSecond)).toEqual({ ...found, isSpent: true })
  })

  test('reminds once, notifies the owners once, and expires with its capacity released', async () => {
    const { buyer, technical } = await makeTeam()
    await addSignatureRule(buyer.as(), rule)
    const held = await hold(technical.as())
    const { number } = await getOrder(technical.as(), { id: held.orderId })
    const mails = async () =>
      (
        await sql`select count(*)::int as n from mail_messages where template = 'order-to-approve' and subject like ${`%${number}%`}`
      )[0]?.n
    // Both approvers and the owner.
    expect(await mails()).toBe(3)
    const later = (hours: number) => systemTestContext(addSeconds(testNow, hours * 3_600))
    for (let turn = 0; turn < 2; turn += 1) await sweepHolds(later(25))
    expect(await mails()).toBe(6)
    for (let turn = 0; turn < 2; turn += 1) await sweepHolds(later(49))
    expect(await mails()).toBe(7)
    expect(await readOrder(buyer, held.orderId)).toMatchObject({ state: 'held', claims: 1 })
    await sweepHolds(later(121))
    expect(await readOrder(buyer, held.orderId)).toMatchObject({
      state: 'expired',
      line: 'expired',
      claims: 0,
      used: 0,
    })
  })

  test('is invisible to another organisation', async () => {
    const mine = await makeTeam()
    const other = await makeTeam()
    await addSignatureRule(mine.buyer.as(), rule)
    const held = await hold(mine.buyer.as())
    await expect(approve(other.first.as(), held)).rejects.toMatchObject({ code: 'not_found' })
    await expect(withdrawOrder(other.buyer.as(), { id: held.orderId })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await readApprovals(other.first.as())).waiting).toEqual([])
  })

  describe('waiting for its purchase order', () => {
    const year = { number: 'BC-14', startsOn: '2026-11-01', endsOn: '2026-12-31' }
    const under = { costReferences: { purchaseOrderNumber: 'BC-14' } }

    test('is carried out automatically once an amendment makes room', async () => {
      const { buyer } = await makeTeam()
      // 36 days at 4.9 cents an hour, 720 hours at most a month: room for one server, not two.
      const { purchaseOrderId } = await createPurchaseOrder(buyer.as(), { ...year, ceiling: 5_000n })
      expect((await placeOrder(buyer.as(), order(under))).outcome).toBe('accepted')
      const held = await hold(buyer.as(), under)
      expect(held.hold.reasons).toEqual(['over_purchase_order'])
      expect(held.hold.over).toMatchObject([{ number: 'BC-14', figures: { ceilingCents: '5000' } }])
      await expect(approve(buyer.as(), held)).rejects.toMatchObject({ code: 'forbidden' })
      const amendment = { purchaseOrderId, endsOn: year.endsOn, reason: 'Avenant 1' }
      expect(await amendPurchaseOrder(buyer.as(), { ...amendment, ceiling: 6_000n })).toEqual({
        released: [],
      })
      const { released } = await amendPurchaseOrder(buyer.as(), { ...amendment, ceiling: 100_000n })
      expect(released).toHaveLength(1)
      expect(await readOrder(buyer, held.orderId)).toMatchObject({ state: 'accepted', servers: 2 })
      const detail = await getPurchaseOrder(buyer.as(), { id: purchaseOrderId })
      expect(detail).toMatchObject({ ceilingCents: '100000', exhaustedOn: null })
      expect(detail.amendments).toHaveLength(2)
    })

    test('is not carried out for an organisation that was suspended meanwhile', async () => {
      const { buyer } = await makeTeam()
      const { purchaseOrderId } = await createPurchaseOrder(buyer.as(), { ...year, ceiling: 5_000n })
      expect((await placeOrder(buyer.as(), order(under))).outcome).toBe('accepted')
      const held = await hold(buyer.as(), under)
      await sql`update organisations set state = 'suspended' where id = ${buyer.organisationId}`
      const amendment = { purchaseOrderId, endsOn: year.endsOn, reason: 'Avenant 1', ceiling: 100_000n }
      // A suspended organisation may amend a purchase order; only the release of the held order is refused.
      await expect(amendPurchaseOrder(buyer.as(), amendment)).rejects.toMatchObject({
        code: 'organisation_not_active',
      })
      expect(await readOrder(buyer, held.orderId)).toMatchObject({ state: 'held', servers: 1 })
      await sql`update organisations set state = 'active' where id = ${buyer.organisationId}`
      expect((await amendPurchaseOrder(buyer.as(), amendment)).released).toHaveLength(1)
      expect(await readOrder(buyer, held.orderId)).toMatchObject({ state: 'accepted', servers: 2 })
    })

    test('two concurrent orders cannot both take the remaining amount', async () => {
      const { buyer } = await makeTeam()
      await createPurchaseOrder(buyer.as(), { ...year, ceiling: 5_000n })
      const outcomes = await Promise.all([1, 2, 3].map(() => placeOrder(buyer.as(), order(under))))
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'held', 'held'])
    })

    test('outside its days is refused at the field', async () => {
      const { buyer } = await makeTeam()
      await createPurchaseOrder(buyer.as(), { ...year, startsOn: '2026-12-01', ceiling: 5_000n })
      await expect(placeOrder(buyer.as(), order(under))).rejects.toMatchObject({
        field: 'lines.0.costReferences.purchaseOrderNumber',
        params: { reason: 'purchase_order_not_yet' },
      })
    })

    test.each([
      ['a date in the past', { endsOn: '2026-11-10' }, 'endsOn', 'day_past'],
      [
        'an end before its start',
        { startsOn: '2026-12-31', endsOn: '2026-12-01' },
        'endsOn',
        'ends_before_start',
      ],
      ['a ceiling of zero', { ceiling: 0n }, 'ceiling', 'amount_zero'],
      ['longer than ten years', { endsOn: '2039-01-01' }, 'endsOn', 'lasts_too_long'],
    ])('%s is refused at its field', async (_title, part, field, reason) => {
      const { buyer } = await makeTeam()
      await expect(
        createPurchaseOrder(buyer.as(), { ...year, ceiling: 5_000n, ...part }),
      ).rejects.toMatchObject({ code: 'invalid_input', field, params: { reason } })
    })
  })
})
