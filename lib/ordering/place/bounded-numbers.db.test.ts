import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { createExportSchedules, listExportRecipients } from '~/lib/billing'
import { createBudget } from '~/lib/budgets'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { addSshKey } from '~/lib/identity'
import { ed25519Line } from '~/lib/identity/testing/ssh-lines'
import type { OpContext } from '~/lib/kernel/op-context'
import { createWebhook } from '~/lib/webhooks'
import { makeBuyer } from '~/testing/buyer'
import { addSignatureRule, defineSellingEntity, placeOrder } from '../index'
import { makeCatalogue, serverOrder, type TestCatalogue, testSeller } from '../testing/order-world'

const { sql } = useTestDatabase()
let zone: TestZone
let catalogue: TestCatalogue

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000'
  zone = await makeZone({ count: 2, vcpu: 50 })
  catalogue = await makeCatalogue([zone])
  await defineSellingEntity(seedContext(), testSeller)
})

const budget = { monthlyEuros: 100, thresholds: [], isHard: false }
const bounded: [string, number, (ctx: OpContext, index: number) => Promise<unknown>][] = [
  [
    'webhooks',
    10,
    (ctx, index) => createWebhook(ctx, { url: `https://h.example/${index}`, events: ['quota.accepted'] }),
  ],
  [
    'export schedules',
    10,
    async (ctx) =>
      createExportSchedules(ctx, {
        destination: 'mail',
        exports: [{ kind: 'lines', format: 'csv' }],
        day: 1,
        recipients: (await listExportRecipients(ctx)).map(({ memberId }) => memberId),
      }),
  ],
  ['budgets', 50, (ctx, index) => createBudget(ctx, { ...budget, name: `b${index}` })],
  ['signature rules', 50, (ctx, index) => addSignatureRule(ctx, { from: BigInt(index), approvals: 1 })],
  ['SSH keys', 100, (ctx, index) => addSshKey(ctx, { publicKey: ed25519Line(`k${index}`) })],
  [
    'quotes that hold capacity',
    10,
    (ctx, index) =>
      placeOrder(ctx, {
        ...serverOrder(zone, catalogue, { name: `dev-${index}x` }),
        asQuote: { validDays: 10 },
      }),
  ],
]

test.each(bounded)('concurrent requests create at most the maximum of %s: %i', async (_, most, add) => {
  const ours = await makeBuyer(sql)
  const asked = await Promise.allSettled(
    Array.from({ length: most + 6 }, (__, index) => add(ours.as(), index)),
  )
  const refused = asked.filter((answer) => answer.status === 'rejected')
  const allowedCodes = ['quota_exceeded', 'state_forbids', 'invalid_input']
  expect(refused.filter(({ reason }) => !allowedCodes.includes(reason.code))).toEqual([])
  expect(refused).toHaveLength(6)
})
