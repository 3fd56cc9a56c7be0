import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { monthOf } from '~/lib/kernel/time/paris-month'
import { findBilledMonth } from '../queries/subjects'
import { collectLines } from './collect-lines'

/** The usage of a finished month, which has a cost before it has an invoice; null once it is billed. */
export async function collectUnbilledMonth(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
  language: 'fr' | 'en',
) {
  if (await findBilledMonth(tx, organisationId, period)) return null
  const { lines, facts } = await collectLines(tx, {
    organisationId,
    period,
    until: monthOf(period).to,
    language,
  })
  return { lines: lines.filter(({ kind }) => kind === 'usage'), facts }
}
