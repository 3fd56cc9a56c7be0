import { expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { createBudget, readBudgets } from '~/lib/budgets'
import { addInstance } from '~/lib/resources/testing/resources'
import { getOrder } from '../index'
import { useChangeWorld } from '../testing/change-world'

const database = useTestDatabase()
const world = useChangeWorld(database)

test('a change of a server counts in budgets of the server’s own tags, not of the tags of its project', async () => {
  const { query, ruleFrom, held, resize } = world
  const { own } = world.estate
  await query(`update projects set tags = '{"service": "dsi"}' where id = $1`, own.projectId)
  const instanceId = await addInstance(world.estate, { bundle: 'small' })
  await query(`update instances set tags = '{"service": "rh"}' where id = $1`, instanceId)
  const owner = own.as('owner')
  for (const tag of ['service:dsi', 'service:rh'])
    await createBudget(owner, { name: tag, monthlyEuros: 100, thresholds: [80], isHard: false, tag })
  const ofTag = async () => (await readBudgets(owner)).find(({ tag }) => tag === 'service:rh')?.committedCents
  const before = await ofTag()
  await ruleFrom(1n)
  const { orderId } = await held(resize(instanceId))
  const { hold, monthlyCents } = await getOrder(owner, { id: orderId })
  expect(hold?.effects).toEqual([
    {
      kind: 'budget',
      name: 'service:rh',
      limitCents: '10000',
      beforeCents: before,
      afterCents: String(BigInt(before ?? 0) + BigInt(monthlyCents)),
    },
  ])
})
