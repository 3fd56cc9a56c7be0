import { isNarrowed, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { committedMonthlyCents } from '~/lib/usage'
import {
  type EstateCounts,
  type PresetRow,
  selectEstateCounts,
  selectPresets,
  selectRecentChanges,
  selectSpendingCap,
  selectWaiting,
} from './queries/overview'

const shownChanges = 8
const shownWaiting = 6
const shownPresets = 3

export type Overview = {
  counts: EstateCounts
  committedCents: bigint
  capCents: bigint | null
  changes: Awaited<ReturnType<typeof selectRecentChanges>>
  waiting: Awaited<ReturnType<typeof selectWaiting>>
  presets: PresetRow[]
}

/** What the home page says of an organisation: what runs, what changed, what waits, what a month costs. */
export async function getOverview(ctx: OpContext): Promise<Overview> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    // Asked together, the queries travel in one packet and are answered one after the other.
    const [counts, committedCents, capCents, changes, waiting, presets] = await Promise.all([
      selectEstateCounts(tx),
      committedMonthlyCents(tx, organisationId, ctx.now),
      isNarrowed(tx).then((narrowed) => (narrowed ? null : selectSpendingCap(tx, organisationId))),
      selectRecentChanges(tx, shownChanges),
      selectWaiting(tx, shownWaiting),
      selectPresets(tx, shownPresets),
    ])
    return { counts, committedCents, capCents, changes, waiting, presets }
  })
}
