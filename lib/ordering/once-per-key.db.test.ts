import { beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import * as keys from '~/db/queries/ordering/idempotency'
import { insertTestOrganisations, type TestOrganisation } from '~/db/testing/organisation'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { whileAway } from '~/db/testing/while-away'
import { addSeconds } from '~/lib/kernel/clock'
import type { OpContext } from '~/lib/kernel/op-context'
import { answerOnce, type Held, type KeyedRequest, releaseKey, takeKey } from './once-per-key'
import { owner } from './testing/order-world'

const database = useTestDatabase()
let ctx: OpContext
let count = 0

beforeAll(async () => {
  const [buyer] = (await insertTestOrganisations(database.current, 1)) as [TestOrganisation]
  ctx = owner(buyer)
})

const ask = (): KeyedRequest => ({ key: `key-${count++}`, hash: 'h'.repeat(64) })
const take = (request: KeyedRequest, by = ctx) => takeKey<{ orderId: string }>(by, request)
const later = (seconds: number): OpContext => ({ ...ctx, now: addSeconds(ctx.now, seconds) })
const isHeld = ({ key }: KeyedRequest) =>
  withOrganisation(ctx, async (tx, organisationId) => {
    const row = await keys.findKey(tx, organisationId, key)
    return (row?.expiresAt.getTime() ?? 0) > ctx.now.getTime()
  })

test('a key that was given back is taken by the next who comes with it', async () => {
  const request = ask()
  await releaseKey(ctx, request, (await take(request)) as Held)
  expect(await take(request)).toMatchObject({ state: 'held' })
})

test('a key that could not be given back while the database was away is, once it is back', async () => {
  const request = ask()
  const hold = (await take(request)) as Held
  await whileAway(database.current, () => releaseKey(ctx, request, hold))
  await expect.poll(() => isHeld(request)).toBe(false)
})

test('a hold that had run out and was taken by another is theirs: it is not given back', async () => {
  const request = ask()
  const first = (await take(request)) as Held
  const second = await take(request, later(31))
  expect(second).toEqual({ state: 'held', since: later(31).now })
  await releaseKey(ctx, request, first)
  expect(await isHeld(request)).toBe(true)
})

test('what was answered stays answered, whoever gives the key back', async () => {
  const request = ask()
  const hold = (await take(request)) as Held
  const answer = { orderId: 'ord_1' }
  await withOrganisation(ctx, (tx) => answerOnce(tx, ctx, request, async () => answer))
  await releaseKey(ctx, request, hold)
  expect(await take(request)).toEqual({ state: 'answered', answer })
})
