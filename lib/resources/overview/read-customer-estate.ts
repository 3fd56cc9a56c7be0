import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { readSilences } from '../servers/read-silences'
import { type CustomerServerRow, selectCustomerServers } from './queries/customer-estate'
import { type EstateCounts, selectEstateCounts } from './queries/overview'

export type CustomerEstate = {
  counts: EstateCounts
  /** Servers that are not deleted, and how many of them failed or should answer and do not. */
  total: number
  troubled: number
  /** The first of them; `silentSince` (an ISO string) of one that should answer and does not. */
  servers: (CustomerServerRow & { silentSince: string | null })[]
}

/** In a transaction of staff: what one organisation has, what needs attention first. The caller has authorised. */
export async function readCustomerEstate(
  tx: Tx,
  organisationId: Id<'organisation'>,
  limit: number,
): Promise<CustomerEstate> {
  const [counts, { servers, ...totals }] = await Promise.all([
    selectEstateCounts(tx, organisationId),
    selectCustomerServers(tx, organisationId, limit),
  ])
  const silences = await readSilences(
    tx,
    servers.map(({ id }) => id),
  )
  return {
    counts,
    ...totals,
    servers: servers.map((row) => ({ ...row, silentSince: silences.get(row.id)?.since ?? null })),
  }
}
