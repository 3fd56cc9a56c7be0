import { beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { whileUnreachable } from '~/db/testing/while-away'
import type { OpContext } from '~/lib/kernel/op-context'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import {
  answerOnce,
  type Held,
  type KeyedRequest,
  leaseSeconds,
  releaseKey,
  runOncePerKey,
  takeKey,
} from './once-per-key'

const database = useTestDatabase()
const { sql } = database
let buyer: TestBuyer
let ctx: OpContext
let count = 0

beforeAll(async () => {
  buyer = await makeBuyer(sql)
  ctx = buyer.as()
})

type Answer = { orderId: string }
const answer: Answer = { orderId: 'ord_1' }
const newRequest = (): KeyedRequest => ({ key: `key-${count++}`, hash: 'h'.repeat(64) })
const take = (request: KeyedRequest, by = ctx) => takeKey<Answer>(by, request)
const answerRequest = (request: KeyedRequest, work = async () => answer) =>
  withOrganisation(ctx, (tx) => answerOnce(tx, ctx, request, work))
const loseLease = ({ key }: KeyedRequest) =>
  sql`update idempotency_keys set leased_until = 'epoch' where key = ${key}`
async function leaseOf({ key }: KeyedRequest) {
  const [row] = await sql<{ until: Date; secondsLeft: number }[]>`
    select leased_until as until, extract(epoch from leased_until - clock_timestamp())::float8 as "secondsLeft"
    from idempotency_keys where key = ${key}`
  if (!row) throw new Error('nobody took the key')
  return row
}

test('a released key is taken by the next request', async () => {
  const request = newRequest()
  await releaseKey(ctx, request, (await take(request)) as Held)
  expect(await take(request)).toMatchObject({ state: 'held' })
})

test('a key whose release failed because the database was away is free after its lease', async () => {
  const request = newRequest()
  const hold = (await take(request)) as Held
  await whileUnreachable(database.current, () => releaseKey(ctx, request, hold))
  expect(await take(request)).toMatchObject({ state: 'held' })
})

test('the previous holder of a lost lease can neither release nor renew it', async () => {
  const request = newRequest()
  const first = (await take(request)) as Held
  await loseLease(request)
  const second = (await take(request)) as Held
  expect(second.fence).toBeGreaterThan(first.fence)
  await releaseKey(ctx, request, first)
  expect((await leaseOf(request)).secondsLeft).toBeGreaterThan(0)
})

test('a stored answer remains, whichever request releases the key', async () => {
  const request = newRequest()
  const hold = (await take(request)) as Held
  await answerRequest(request)
  await releaseKey(ctx, request, hold)
  expect(await take(request)).toEqual({ state: 'answered', answer })
})

test('the same key of another member is independent and invisible', async () => {
  const request = newRequest()
  await take(request)
  await answerRequest(request)
  const colleague = await addMember(sql, buyer, 'owner')
  const other = colleague.as()
  expect(await take(request, other)).toMatchObject({ state: 'held' })
  const seen = await withOrganisation(other, (tx) =>
    tx.execute<{ account_id: string }>(
      `select account_id from idempotency_keys where key = '${request.key}'`,
    ),
  )
  expect([...seen]).toEqual([{ account_id: colleague.accountId }])
})

test('a request that runs longer than a lease keeps the key, and its answer goes to all requests', async () => {
  const request = newRequest()
  let works = 0
  const send = () =>
    runOncePerKey<Answer>(ctx, request, async () => {
      works += 1
      const { until } = await leaseOf(request)
      await expect
        .poll(async () => (await leaseOf(request)).until > until && Date.now() > until.getTime())
        .toBe(true)
      return answerRequest(request)
    })
  expect(await Promise.all([send(), send()])).toEqual([answer, answer])
  expect(works).toBe(1)
})

test('a key is free within a short lease after its holder lost its connection while answering', async () => {
  const request = newRequest()
  await take(request)
  expect((await leaseOf(request)).secondsLeft).toBeLessThanOrEqual(leaseSeconds)
  // Proxies time out after thirty seconds, people before.
  expect(leaseSeconds).toBeLessThanOrEqual(5)
  const cut = withOrganisation(ctx, (tx) =>
    answerOnce(tx, ctx, request, async () => {
      await tx.execute('select pg_terminate_backend(pg_backend_pid())')
      return answer
    }),
  )
  await expect(cut).rejects.toMatchObject({ code: 'unavailable' })
  expect(await take(request)).toMatchObject({ state: 'held' })
})
