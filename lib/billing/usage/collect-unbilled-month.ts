import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { monthOf } from '~/lib/kernel/time/paris-month'
import { findBilledMonth } from '../queries/subjects'
import { collectLines } from './collect-lines'

/** The lines of a finished month that has a cost before it has an invoice; null once it is billed. */
export async function collectUnbilledMonth(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
  language: 'fr' | 'en',
) {
  if (await findBilledMonth(tx, organisationId, period)) return null
  return collectLines(tx, { organisationId, period, until: monthOf(period).to, language })
}
