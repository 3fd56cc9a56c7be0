import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { organisations } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export async function findOrganisationKind(tx: Tx, id: Id<'organisation'>) {
  const [row] = await tx
    .select({ kind: organisations.kind, legalFormCode: organisations.legalFormCode })
    .from(organisations)
    .where(eq(organisations.id, id))
  return row ?? null
}
