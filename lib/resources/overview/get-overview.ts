import { isNarrowed, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { committedMonthlyCents } from '~/lib/usage'
import { readSilences } from '../servers/read-silences'
import {
  type ChangeRow,
  type EstateCounts,
  type PresetRow,
  selectEstateCounts,
  selectPresets,
  selectRecentChanges,
  selectSpendingCap,
} from './queries/overview'

const shownChanges = 8
const shownPresets = 3

export type Overview = {
  counts: EstateCounts
  committedCents: bigint
  capCents: bigint | null
  /** `health`: of a resource that should answer and does not. */
  changes: (ChangeRow & { health: { since: string } | null })[]
  presets: PresetRow[]
}

/** The data of an organisation's home page: running resources, changes, monthly cost. */
export async function getOverview(ctx: OpContext): Promise<Overview> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    // Issued together, the queries are pipelined in one packet.
    const [counts, committedCents, capCents, changes, presets] = await Promise.all([
      selectEstateCounts(tx, organisationId),
      committedMonthlyCents(tx, organisationId, ctx.now),
      isNarrowed(tx).then((narrowed) => (narrowed ? null : selectSpendingCap(tx, organisationId))),
      selectRecentChanges(tx, shownChanges),
      selectPresets(tx, shownPresets),
    ])
    const silences = await readSilences(
      tx,
      changes.map(({ resourceId }) => resourceId),
    )
    const shown = changes.map((change) => ({ ...change, health: silences.get(change.resourceId) ?? null }))
    return { counts, committedCents, capCents, changes: shown, presets }
  })
}
