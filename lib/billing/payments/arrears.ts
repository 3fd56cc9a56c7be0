import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { listOpenDocuments } from '../queries/open-documents'

/** What a customer owes of invoices that were due before this day; cents. The transaction piece of whoever asks. */
export async function arrearsCents(tx: Tx, organisationId: Id<'organisation'>, day: string): Promise<bigint> {
  const open = await listOpenDocuments(tx, organisationId)
  return open.filter(({ dueOn }) => dueOn < day).reduce((sum, { openCents }) => sum + openCents, 0n)
}
