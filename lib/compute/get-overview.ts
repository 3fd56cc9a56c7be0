import { withOrganisation } from '~/db/client'
import {
  type EstateCounts,
  type PresetRow,
  selectEstateCounts,
  selectPresets,
  selectRecentChanges,
  selectSpendingCap,
  selectWaiting,
} from '~/db/queries/compute/overview'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { committedMonthlyCents, monthToDateCents } from './cost'

const shownChanges = 8
const shownWaiting = 6
const shownPresets = 3

export type Overview = {
  counts: EstateCounts
  monthToDateCents: bigint
  committedCents: bigint
  capCents: bigint | null
  changes: Awaited<ReturnType<typeof selectRecentChanges>>
  waiting: Awaited<ReturnType<typeof selectWaiting>>
  presets: PresetRow[]
}

/** What the home page says of an organisation: what runs, what changed, what waits, what it costs. */
export async function getOverview(ctx: OpContext): Promise<Overview> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) => ({
    counts: await selectEstateCounts(tx),
    monthToDateCents: await monthToDateCents(tx, organisationId, ctx.now),
    committedCents: await committedMonthlyCents(tx, organisationId, ctx.now),
    capCents: await selectSpendingCap(tx, organisationId),
    changes: await selectRecentChanges(tx, shownChanges),
    waiting: await selectWaiting(tx, shownWaiting),
    presets: await selectPresets(tx, shownPresets),
  }))
}
