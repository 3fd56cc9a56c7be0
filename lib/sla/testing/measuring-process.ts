/**
 * One worker that measures, for tests that kill it: rounds on a clock that is the rounds' own, each the next ten seconds
 * after the last one that is kept, of answers that follow from the instant alone. So any two workers see the same.
 */
import { configureDatabase } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import type { Id } from '~/lib/kernel/ids'
import { claimTurn, recordRound } from '../measuring/record-round'
import { answersAt, begunAt } from './scripted-answers'

const [, , vantageId = '', holder = '', lastText = '0'] = process.argv
configureDatabase({ worker: process.env.DATABASE_URL ?? '' })
const last = Number(lastText)
for (let at = begunAt; at < last; ) {
  // Leases are asked for at the hour of the machine: it is their holders that live or die.
  const turn = await claimTurn(systemTestContext(new Date()), vantageId as Id<'vantage'>, holder)
  if (!turn) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    continue
  }
  at = turn.lastRoundAt ? turn.lastRoundAt.getTime() + 10_000 : begunAt
  if (at <= last) await recordRound(systemTestContext(new Date(at)), turn, answersAt(at), 1)
}
process.exit(0)
