import { beforeAll, beforeEach, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { memberTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { emitEvent } from '~/lib/events'
import { createShares } from '~/lib/kernel/concurrency/shares'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { createWebhook, deliverDue, publishEvents, readWebhooks, testWebhook } from '../index'
import type { Answer } from './send-webhook'

const { sql } = useTestDatabase()
const url = 'https://hooks.exemple.fr/andromede'
let ours: TestBuyer
let slow: TestBuyer[]

beforeAll(() => {
  process.env.ENCRYPTION_KEY ??= Buffer.alloc(32, 7).toString('base64')
})
beforeEach(async () => {
  const [first, ...others] = await makeBuyers(sql, 3)
  ours = first as TestBuyer
  slow = others
})

const as = ({ accountId, organisationId }: TestBuyer) =>
  memberTestContext(accountId, { organisationId, role: 'owner' }, { now: testNow })
const listen = (organisation: TestBuyer, to: string) =>
  createWebhook(as(organisation), { url: to, events: ['quota.accepted'] })
async function emit(organisation: TestBuyer): Promise<void> {
  const { projectId } = organisation
  await withOrganisation(as(organisation), (tx, organisationId) =>
    emitEvent(tx, as(organisation), {
      organisationId,
      event: 'quota.accepted',
      data: { projectId, resource: 'instances', limit: 3, asked: 8 },
    }),
  )
  await publishEvents(systemTestContext(testNow))
}

test('slow organisations with many deliveries delay no other', async () => {
  for (const organisation of slow)
    for (let count = 0; count < 10; count += 1) await listen(organisation, `${url}/slow/${count}`)
  for (const organisation of slow) for (let count = 0; count < 5; count += 1) await emit(organisation)
  await listen(ours, url)
  await emit(ours)
  const shares = createShares(60)
  const waiting: (() => void)[] = []
  const reached: string[] = []
  const send = (to: string): Promise<Answer> => {
    if (!to.includes('/slow/')) {
      reached.push(to)
      return Promise.resolve({ status: 200 })
    }
    return new Promise((resolve) => waiting.push(() => resolve({ error: 'timeout' })))
  }
  const turn = (seconds: number) => deliverDue(systemTestContext(addSeconds(testNow, seconds)), send, shares)
  const first = turn(0)
  await expect.poll(() => waiting.length).toBe(8)
  expect(reached).toEqual([url])
  await emit(ours)
  await turn(1)
  expect(reached).toEqual([url, url])
  expect(waiting, 'no more of the slow ones than before').toHaveLength(8)
  for (const answer of waiting) answer()
  await first
})

test('an organisation can test its endpoints at most ten times a minute', async () => {
  const [one, other] = [await listen(ours, url), await listen(ours, url)]
  const tests = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      testWebhook(as(ours), { endpointId: (index % 2 ? one : other).id }),
    ),
  )
  expect(tests.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  const refused = tests.find((each) => each.status === 'rejected')
  expect(refused?.reason).toMatchObject({ code: 'rate_limited' })
  expect((await readWebhooks(as(ours))).deliveries).toHaveLength(10)
})
