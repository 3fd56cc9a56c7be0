import { beforeAll, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openDecisionWorld } from '../testing/decision-world'

const { sql } = useTestDatabase()
let run: Awaited<ReturnType<typeof openDecisionWorld>>

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000000'
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.OPERATOR_URL = 'http://operator.example'
  run = await openDecisionWorld(sql)
})

test('random orders, quotes, decisions, amendments and time steps leave the rows that a model predicts', async () => {
  await run(15)
})
