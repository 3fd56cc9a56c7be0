import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext, OrganisationState } from '~/lib/kernel/op-context'
import * as moderation from './queries/organisations'
import type { QueueEntry } from './views'

export type OrganisationPage = {
  text: string | null
  state: OrganisationState | null
  order: moderation.OrganisationOrder
  direction: 'asc' | 'desc'
  page: number
}

export const organisationsPageSize = 50

/** Finds organisations by name or identifier. */
export async function listOrganisations(
  ctx: OpContext,
  wanted: OrganisationPage,
): Promise<{ entries: QueueEntry[]; total: number }> {
  authorizeStaff(ctx, 'organisation:inspect')
  const { text, state, order, direction, page } = wanted
  const range = { limit: organisationsPageSize, offset: (page - 1) * organisationsPageSize }
  return withStaff(ctx, async (tx) => {
    const rows = await moderation.listOrganisations(tx, { text, state }, { order, direction, ...range })
    return {
      entries: rows.map(toQueueEntry),
      total: await moderation.countOrganisations(tx, { text, state }),
    }
  })
}

type Row = Awaited<ReturnType<typeof moderation.listOrganisations>>[number]

export function toQueueEntry(row: Row): QueueEntry {
  return { ...row, submittedAt: row.submittedAt.toISOString() }
}
