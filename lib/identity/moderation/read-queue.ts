import { withStaff } from '~/db/client'
import * as moderation from '~/db/queries/identity/moderation'
import type { OpContext, OrganisationState } from '~/lib/kernel/op-context'
import { authorizeStaff } from '../authorize'
import type { QueueEntry } from './views'

const shownMax = 200

export type ModerationQueue = {
  entries: QueueEntry[]
  /** Waiting for the operator, and since when the oldest. */
  pending: { waiting: number; oldestAt: string | null }
  /** Waiting for the applicant. */
  needsInfo: { waiting: number; oldestAt: string | null }
}

/** Who waits for a decision (`pending`) or owes an answer (`needs_info`), the longest wait first. */
export async function readModerationQueue(
  ctx: OpContext,
  state: 'pending' | 'needs_info',
): Promise<ModerationQueue> {
  authorizeStaff(ctx, 'moderation:read')
  return withStaff(ctx, async (tx) => {
    const rows = await moderation.listQueue(tx, state, shownMax)
    const pending = await moderation.countQueue(tx, 'pending')
    const needsInfo = await moderation.countQueue(tx, 'needs_info')
    return { entries: rows.map(toQueueEntry), pending: toIso(pending), needsInfo: toIso(needsInfo) }
  })
}

/** How many wait for the operator, for the navigation. */
export async function countModerationQueue(ctx: OpContext): Promise<number> {
  authorizeStaff(ctx, 'moderation:read')
  return withStaff(ctx, async (tx) => (await moderation.countQueue(tx, 'pending')).waiting)
}

export type OrganisationPage = {
  text: string | null
  state: OrganisationState | null
  order: moderation.OrganisationOrder
  direction: 'asc' | 'desc'
  page: number
}

export const organisationsPageSize = 50

/** Every organisation, found by name or identifier. */
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

type Row = Awaited<ReturnType<typeof moderation.listQueue>>[number]

export function toQueueEntry(row: Row): QueueEntry {
  return { ...row, submittedAt: row.submittedAt.toISOString() }
}

function toIso({ waiting, oldestAt }: { waiting: number; oldestAt: Date | null }) {
  return { waiting, oldestAt: oldestAt?.toISOString() ?? null }
}
