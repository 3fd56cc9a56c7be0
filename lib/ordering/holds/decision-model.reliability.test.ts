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

// Split, so that each part ends within a test's time limit even on a busy machine.
const parts = Array.from({ length: 200 }, (_, index) => index + 1)
test.each(parts)(
  '2,000 random sequences of up to 60 orders, decisions and hours, part %i of 200',
  async () => {
    await run(10, 60, 540_000)
  },
)
