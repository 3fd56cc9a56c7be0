import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { listAwaited, listHeldIds, listSteps } from '../queries/dunning'
import { listOpenDocuments } from '../queries/open-documents'
import type { Overdue } from './views'

/**
 * What the organisation must pay now: its late invoices, but for those that a debit collects or whose
 * reminders staff have stopped; null without one.
 */
export async function readOverdue(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<Overdue | null> {
  const today = parisDay(now)
  const late = (await listOpenDocuments(tx, organisationId)).filter(({ dueOn }) => dueOn < today)
  const [awaited, held] = [await listAwaited(tx, idsOf(late)), await listHeldIds(tx, idsOf(late))]
  const unpaid = late.filter(({ id }) => !awaited.has(id) && !held.has(id))
  const [oldest] = unpaid
  if (!oldest) return null
  const steps = await listSteps(tx, idsOf(unpaid))
  return {
    documents: idsOf(unpaid),
    openCents: `${unpaid.reduce((sum, { openCents }) => sum + openCents, 0n)}`,
    dueOn: oldest.dueOn,
    isFormal: steps.some(({ step, outcome }) => step === 'formal_notice' && outcome === 'sent'),
  }
}

const idsOf = (rows: readonly { id: Id<'invoice'> }[]) => rows.map(({ id }) => id)
