import postgres from 'postgres'
import { afterAll, beforeAll, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openDecisionWorld } from './testing/decision-world'

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

// In parts: each ends within the time of a test also on a busy machine.
const parts = Array.from({ length: 10 }, (_, index) => index + 1)
test.each(parts)('2,000 sequences of orders and decisions at random, part %i of 10', async () => {
  await run(200)
})
