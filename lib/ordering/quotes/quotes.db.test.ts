import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { anonymousTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { definePrice } from '~/lib/catalogue'
import { seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import {
  addSignatureRule,
  askSignatureCode,
  decideOrder,
  getOrder,
  getQuote,
  listQuotes,
  placeOrder,
  readQuoteFile,
  readSharedQuoteFile,
  shareQuote,
  showSharedQuote,
  signQuote,
  sweepHolds,
  withdrawOrder,
} from '../index'
import { serverOrder, type TestCatalogue } from '../testing/order-world'
import { useOrderWorld } from '../testing/use-order-world'

describe('a quote', () => {
  const database = useTestDatabase()
  const { sql } = database
  const world = useOrderWorld(database, { count: 6, vcpu: 50 })
  let zone: TestZone
  let catalogue: TestCatalogue
  let made = 0

  beforeAll(() => {
    ;({ zone, catalogue } = world)
  })
  afterAll(async () => {
    // No worker runs here, and the organisations were inserted directly.
    const excluded = ['sagas', 'audited_orders']
    expect((await checkInvariants(sql)).filter(({ name }) => !excluded.includes(name))).toEqual([])
  })

  async function makeTeam() {
    const buyer = await makeBuyer(sql)
    const join = async (role: 'approver' | 'reader') => (await addMember(sql, buyer, role)).as
    return {
      buyer,
      approver: await join('approver'),
      second: await join('approver'),
      reader: await join('reader'),
    }
  }
  async function quote(
    ctx: OpContext,
    {
      validDays = 10,
      replaces,
      ...line
    }: { validDays?: number; replaces?: Id<'quote'> } & Parameters<typeof serverOrder>[2] = {},
  ) {
    made += 1
    const outcome = await placeOrder(ctx, {
      ...serverOrder(zone, catalogue, { name: `dev-${made}x`, ...line }),
      asQuote: { validDays, ...(replaces ? { replaces } : {}) },
    })
    if (outcome.outcome !== 'quoted') throw new Error(outcome.outcome)
    return outcome
  }
  /** The last code mailed to this person. */
  async function codeOf(ctx: OpContext, quoteId: Id<'quote'>): Promise<string> {
    const { sentTo } = await askSignatureCode(ctx, { quoteId })
    const [mail] = await sql<{ text: string }[]>`
      select text_body as text from mail_messages where recipient = ${sentTo} order by created_at desc, id desc limit 1`
    return /: (\d{6})/.exec(mail?.text ?? '')?.[1] ?? ''
  }
  async function sign(ctx: OpContext, quoteId: Id<'quote'>) {
    const code = await codeOf(ctx, quoteId)
    const { documentHash } = await getQuote(ctx, { quoteId })
    return signQuote(ctx, { quoteId, fullName: 'Claire Roux', capacity: 'Maire', documentHash, code })
  }
  const readOrder = async (buyer: TestBuyer, orderId: Id<'order'>) =>
    (
      await sql`select o.state,
        (select count(*)::int from instances where organisation_id = ${buyer.organisationId}) as servers,
        (select count(*)::int from allocations where organisation_id = ${buyer.organisationId} and state = 'pending') as claims
      from orders o where o.id = ${orderId}`
    )[0]

  test('holds capacity, is a file of its own, and becomes an order at its prices when it is signed', async () => {
    const { buyer, approver, reader } = await makeTeam()
    const { quoteId, orderId } = await quote(buyer.as())
    expect(await readOrder(buyer, orderId)).toEqual({ state: 'held', servers: 0, claims: 1 })
    const view = await getQuote(approver(), { quoteId })
    expect(view).toMatchObject({
      number: expect.stringMatching(/^DEV-2026-\d{6}$/),
      version: 1,
      state: 'open',
      maySign: true,
    })
    expect(view.validUntil).toBe('2026-12-04T23:00:00.000Z')
    const file = await readQuoteFile(reader(), { quoteId })
    expect(file.name).toBe(`${view.number}-v1.pdf`)
    expect(Buffer.from(file.content).subarray(0, 5).toString()).toBe('%PDF-')
    expect(createHash('sha256').update(file.content).digest('hex')).toBe(view.documentHash)

    // The catalogue price changes; the quote's price does not.
    await definePrice(seedContext(addSeconds(testNow, 60)), {
      bundleId: catalogue.server,
      meter: 'compute',
      microCentsPerHour: 9_000_000n,
      validFrom: addSeconds(testNow, 60),
    })
    expect(await sign(approver(addSeconds(testNow, 3_600)), quoteId)).toEqual({ outcome: 'ordered', orderId })
    expect(await readOrder(buyer, orderId)).toEqual({ state: 'accepted', servers: 1, claims: 1 })
    const order = await getOrder(buyer.as(), { id: orderId })
    expect(order.monthlyCents).toBe(view.monthlyCents)
    const signed = await getQuote(reader(), { quoteId })
    expect(signed).toMatchObject({
      state: 'ordered',
      maySign: false,
      signature: { fullName: 'Claire Roux', capacity: 'Maire' },
    })
    await expect(sign(approver(), quoteId)).rejects.toMatchObject({ code: 'state_forbids' })
  })

  test('cannot be signed by the person who requested it, by a reader, or by another organisation', async () => {
    const { buyer, reader } = await makeTeam()
    const { quoteId } = await quote(buyer.as())
    await expect(askSignatureCode(buyer.as(), { quoteId })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(askSignatureCode(reader(), { quoteId })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await getQuote(reader(), { quoteId })).maySign).toBe(false)
    const stranger = (await makeTeam()).approver()
    for (const act of [getQuote, readQuoteFile])
      await expect(act(stranger, { quoteId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(askSignatureCode(stranger, { quoteId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(shareQuote(reader(), { quoteId })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('accepts a right code once, within ten minutes and five tries, for the file that was read', async () => {
    const { buyer, approver } = await makeTeam()
    const { quoteId } = await quote(buyer.as())
    const { documentHash } = await getQuote(approver(), { quoteId })
    const attempt = (code: string, over: object = {}, now?: Date) =>
      signQuote(approver(now), {
        quoteId,
        fullName: 'Claire Roux',
        capacity: 'Maire',
        documentHash,
        code,
        ...over,
      })
    const wrong = (code: string) => (code === '000000' ? '000001' : '000000')
    await expect(attempt('123456')).rejects.toMatchObject({ code: 'invalid_code', field: 'code' })
    const late = await codeOf(approver(), quoteId)
    await expect(attempt(late, {}, addSeconds(testNow, 601))).rejects.toMatchObject({ code: 'invalid_code' })
    const spoilt = await codeOf(approver(), quoteId)
    for (let tries = 0; tries < 5; tries += 1)
      await expect(attempt(wrong(spoilt))).rejects.toMatchObject({ code: 'invalid_code' })
    await expect(attempt(spoilt)).rejects.toMatchObject({ code: 'invalid_code' })
    const other = await codeOf(approver(), quoteId)
    await expect(attempt(other, { documentHash: '0'.repeat(64) })).rejects.toMatchObject({ code: 'conflict' })
    await expect(attempt(other)).rejects.toMatchObject({ code: 'invalid_code' })
    expect(await attempt(await codeOf(approver(), quoteId))).toMatchObject({ outcome: 'ordered' })
  })

  test('two concurrent signatures make one order', async () => {
    const { buyer, approver, second } = await makeTeam()
    const { quoteId, orderId } = await quote(buyer.as())
    const codes = [await codeOf(approver(), quoteId), await codeOf(second(), quoteId)]
    const { documentHash } = await getQuote(approver(), { quoteId })
    const results = await Promise.allSettled(
      [approver(), second()].map((ctx, index) =>
        signQuote(ctx, { quoteId, fullName: 'A B', capacity: 'DGS', documentHash, code: codes[index] ?? '' }),
      ),
    )
    expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    expect(await readOrder(buyer, orderId)).toMatchObject({ state: 'accepted', servers: 1 })
  })

  test('waits for a second approver where the rules require two: the signature counts as the first', async () => {
    const { buyer, approver, second } = await makeTeam()
    await addSignatureRule(buyer.as(), { from: 1n, approvals: 2 })
    const { quoteId, orderId } = await quote(buyer.as())
    expect(await sign(approver(), quoteId)).toEqual({ outcome: 'waits', orderId })
    expect((await getQuote(second(), { quoteId })).state).toBe('signed')
    const { hold } = await getOrder(second(), { id: orderId })
    const decision = { orderId, contentHash: hold?.contentHash ?? '', reason: '' }
    expect(await decideOrder(second(), { ...decision, decision: 'approved' })).toEqual({
      outcome: 'released',
    })
    expect((await getQuote(second(), { quoteId })).state).toBe('ordered')
  })

  test('can be refused by an approver or withdrawn by its requester, and releases its capacity', async () => {
    const { buyer, approver } = await makeTeam()
    const [one, two] = [await quote(buyer.as()), await quote(buyer.as())]
    const { hold } = await getOrder(approver(), { id: one.orderId })
    const decision = { orderId: one.orderId, contentHash: hold?.contentHash ?? '' }
    await expect(
      decideOrder(approver(), { ...decision, decision: 'approved', reason: '' }),
    ).rejects.toMatchObject({ code: 'state_forbids' })
    await decideOrder(approver(), { ...decision, decision: 'refused', reason: 'Trop cher' })
    await withdrawOrder(buyer.as(), { id: two.orderId })
    expect((await listQuotes(buyer.as())).map(({ state }) => state)).toEqual(['withdrawn', 'refused'])
    expect(await readOrder(buyer, one.orderId)).toMatchObject({ claims: 0 })
  })

  test('expires, and releases its capacity', async () => {
    const { buyer, approver } = await makeTeam()
    const { quoteId, orderId } = await quote(buyer.as(), { validDays: 1 })
    const midnight = new Date('2026-11-25T23:00:00Z')
    await sweepHolds(systemTestContext(addSeconds(midnight, -1)))
    expect(await readOrder(buyer, orderId)).toMatchObject({ state: 'held', claims: 1 })
    // After midnight it can no longer be signed, whether or not the sweep has run.
    await expect(askSignatureCode(approver(midnight), { quoteId })).rejects.toMatchObject({
      code: 'state_forbids',
    })
    await sweepHolds(systemTestContext(midnight))
    expect(await readOrder(buyer, orderId)).toMatchObject({ state: 'expired', claims: 0 })
    expect((await getQuote(buyer.as(), { quoteId })).state).toBe('expired')
  })

  test('is replaced by a new version, which takes over its place and its capacity', async () => {
    const { buyer, approver } = await makeTeam()
    const first = await quote(buyer.as())
    const second = await quote(buyer.as(), { replaces: first.quoteId, quantity: 2 })
    const [later, former] = await listQuotes(buyer.as())
    expect(later).toMatchObject({ version: 2, state: 'open', number: former?.number })
    expect(former).toMatchObject({ version: 1, state: 'superseded' })
    expect(await readOrder(buyer, second.orderId)).toMatchObject({ claims: 2 })
    expect((await getQuote(approver(), { quoteId: first.quoteId })).later).toMatchObject({ version: 2 })
    await sign(approver(), second.quoteId)
    await expect(quote(buyer.as(), { replaces: second.quoteId })).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'quote_not_open' },
    })
  })

  test('counts against the cap when it is signed; held orders count at once', async () => {
    const { buyer, approver } = await makeTeam()
    await sql`update organisations set spending_cap_cents = 6000 where id = ${buyer.organisationId}`
    const [one, two] = [await quote(buyer.as()), await quote(buyer.as())]
    await sign(approver(), one.quoteId)
    await expect(sign(approver(), two.quoteId)).rejects.toMatchObject({ code: 'spending_cap_exceeded' })
    await addSignatureRule(buyer.as(), { from: 1n, approvals: 1 })
    await sql`update organisations set spending_cap_cents = 9000 where id = ${buyer.organisationId}`
    const order = () => {
      made += 1
      return placeOrder(buyer.as(), serverOrder(zone, catalogue, { name: `dev-${made}x` }))
    }
    expect(await order()).toMatchObject({ outcome: 'held' })
    expect(await order()).toMatchObject({ outcome: 'over_spending_cap' })
  })

  test('is refused when ten others of the organisation hold capacity', async () => {
    const { buyer } = await makeTeam()
    for (let count = 0; count < 10; count += 1) await quote(buyer.as())
    await expect(quote(buyer.as())).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'too_many_quotes' },
    })
  })

  test('is shown to anyone with its link, and nothing else is, until a new link is made', async () => {
    const { buyer } = await makeTeam()
    const { quoteId } = await quote(buyer.as())
    const secretOf = async () => (await shareQuote(buyer.as(), { quoteId })).url.split('/').at(-1) ?? ''
    const secret = await secretOf()
    const anybody = anonymousTestContext()
    expect(await showSharedQuote(anybody, { secret })).toMatchObject({ quoteId, state: 'open', version: 1 })
    expect(
      Buffer.from((await readSharedQuoteFile(anybody, { secret })).content)
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    await secretOf()
    await expect(showSharedQuote(anybody, { secret })).rejects.toMatchObject({ code: 'not_found' })
  })
})
