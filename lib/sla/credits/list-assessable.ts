import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthOf } from '~/lib/kernel/time/paris-month'
import * as queries from './queries/assessments'

/** Organisations with servers or volumes to assess for a month, or the given one. */
export async function listAssessable(
  ctx: OpContext,
  input: { period: string; organisationId: Id<'organisation'> | null },
): Promise<{ id: Id<'organisation'>; name: string }[]> {
  authorizeSystem(ctx)
  const { to } = monthOf(input.period)
  return withSystem(ctx, (tx) => queries.listAssessable(tx, to, input.organisationId))
}
