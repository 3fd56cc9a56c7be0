import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { listOpenDocuments } from '../queries/open-documents'

/** The customer's open amount of invoices due before this day, in cents. In the caller's transaction. */
export async function arrearsCents(tx: Tx, organisationId: Id<'organisation'>, day: string): Promise<bigint> {
  const open = await listOpenDocuments(tx, organisationId)
  return open.filter(({ dueOn }) => dueOn < day).reduce((sum, { openCents }) => sum + openCents, 0n)
}
