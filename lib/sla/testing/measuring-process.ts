/**
 * A measuring worker for tests that kill it: rounds on a simulated clock, each ten seconds after the last stored one,
 * with answers that depend only on the instant. So any two workers observe the same.
 */
import { configureDatabase } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import type { Id } from '~/lib/kernel/ids'
import { claimTurn, recordRound } from '../measuring/record-round'
import { answersAt, startedAt } from './scripted-answers'

const [, , vantageId = '', holder = '', lastText = '0'] = process.argv
configureDatabase({ worker: process.env.DATABASE_URL ?? '' })
const last = Number(lastText)
for (let at = startedAt; at < last; ) {
  // Leases use the machine's clock, because their holders live in real time.
  const turn = await claimTurn(systemTestContext(new Date()), vantageId as Id<'vantage'>, holder)
  if (!turn) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    continue
  }
  at = turn.lastRoundAt ? turn.lastRoundAt.getTime() + 10_000 : startedAt
  if (at <= last) await recordRound(systemTestContext(new Date(at)), turn, answersAt(at), 1)
}
process.exit(0)
