import postgres from 'postgres'
import { afterAll, beforeAll, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openDecisionWorld } from '../testing/decision-world'

const database = useTestDatabase()
let sql: postgres.Sql
let run: Awaited<ReturnType<typeof openDecisionWorld>>

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000000'
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.OPERATOR_URL = 'http://operator.example'
  sql = postgres(database.current.roleUrl('andromede_migrator'), { max: 1, onnotice: () => undefined })
  run = await openDecisionWorld(database.current, sql)
})
afterAll(() => sql?.end())

test('random orders, quotes, decisions, amendments and time steps leave the rows that a model predicts', async () => {
  await run(15)
})
