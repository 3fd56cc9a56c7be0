import type { Tx } from '~/db/client'
import { assertWithinSpending } from '~/lib/budgets'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'

/** A failed server or volume that is to be created again: it costs nothing until then. */
export type Retried = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  orderLineId: Id<'orderLine'>
  tags: Readonly<Record<string, string>>
  microCentsPerHour: bigint
}

/**
 * Throws when the retry is refused. The rules of purchase orders are in a layer above this domain, so the
 * caller passes the judge in.
 */
export type RetryJudge = (tx: Tx, ctx: OpContext, retried: Retried) => Promise<void>

/** @throws DomainError `spending_cap_exceeded`, `budget_exceeded` */
export const judgeRetryLimits: RetryJudge = async (tx, ctx, retried) => {
  const { organisationId, projectId, tags: ownTags } = retried
  const moreCents = monthlyCents(retried.microCentsPerHour)
  await assertWithinSpending(tx, { organisationId, projectId, ownTags, moreCents }, ctx.now)
}
