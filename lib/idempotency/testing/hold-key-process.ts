import { configureDatabase, withOrganisation } from '~/db/client'
import { memberTestContext } from '~/db/testing/contexts'
import type { Id } from '~/lib/kernel/ids'
import { answerOnce, runOncePerKey } from '../once-per-key'

/** A request that never ends, with its key held: before its answer, or within the transaction that answers. */
const [, , moment = '', organisationId = '', accountId = '', key = '', hash = ''] = process.argv
configureDatabase({ portal: process.env.DATABASE_URL ?? '' })
const membership = { organisationId: organisationId as Id<'organisation'>, role: 'owner' as const }
const ctx = memberTestContext(accountId as Id<'account'>, membership)
const request = { key, hash }
// Keeps the process alive.
setInterval(() => undefined, 60_000)
const never = () => {
  console.log('held')
  return new Promise<never>(() => undefined)
}
await runOncePerKey(ctx, request, () =>
  moment === 'working' ? never() : withOrganisation(ctx, (tx) => answerOnce(tx, ctx, request, never)),
)
