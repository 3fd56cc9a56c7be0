import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sagaSteps, sagas } from '~/db/schema/provisioning'
import type { Id } from '~/lib/kernel/ids'

export const textArray = (values: readonly string[]): SQL => sql`${sql.param([...values])}::text[]`

/**
 * Whether the saga of the enclosing query has a step that `vocabulary`, an array of `kind.step`, lacks. All steps
 * count: a saga that only its own version can compensate is not started by another one.
 */
export const hasUnknownStep = (vocabulary: SQL): SQL => sql`exists (select from ${sagaSteps}
  where ${sagaSteps.sagaId} = ${sagas.id} and ${sagas.kind} || '.' || ${sagaSteps.name} <> all (${vocabulary}))`

/** Whether this saga has a step that `vocabulary` lacks. */
export async function isSagaUnknown(
  tx: Tx,
  sagaId: Id<'saga'>,
  vocabulary: readonly string[],
): Promise<boolean> {
  const rows = await tx
    .select({ id: sagas.id })
    .from(sagas)
    .where(sql`${sagas.id} = ${sagaId} and ${hasUnknownStep(textArray(vocabulary))}`)
  return rows.length === 1
}
