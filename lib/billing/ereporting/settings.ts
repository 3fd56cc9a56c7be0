import type { Tx } from '~/db/client'
import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findSellingEntity } from '../queries/subjects'
import { obligedFrom } from './periods'
import {
  findEreportingSettings,
  listLastRevisions,
  type SettingsRow,
  saveEreportingSettings,
} from './queries/declarations'
import type { EreportingInput } from './schema'

export type EreportingSettings = Omit<SettingsRow, 'updatedAt'>

/** Placeholder when none is set; the platform replaces it by its own registration. */
const noPlatform = '0000'

/**
 * The seller's reporting settings. The default is a large seller under the monthly regime, which has the earliest
 * deadlines.
 */
export async function ereportingOf(
  tx: Tx,
  sellingEntityId: Id<'sellingEntity'>,
): Promise<EreportingSettings> {
  const row = await findEreportingSettings(tx, sellingEntityId)
  return (
    row ?? {
      sellingEntityId,
      size: 'large',
      regime: 'real_monthly',
      startsOn: obligedFrom('large'),
      platformCode: noPlatform,
    }
  )
}

/**
 * Sets how the seller reports. The start may be earlier than the law requires, not later; declared data stays in its
 * period, and the first period of a new regime is shortened to start after it.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found` while no company sells here, `invalid_input` (field
 * `startsOn`), `state_forbids` (`already_reporting`: the start lies after a declared day)
 */
export async function setEreporting(ctx: OpContext, input: EreportingInput): Promise<void> {
  authorizeStaff(ctx, 'billing:settle')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const entity = await findSellingEntity(tx)
    if (!entity) throw new DomainError('not_found')
    const { size, regime, platformCode } = input
    const startsOn = input.startsOn || obligedFrom(size)
    if (startsOn > obligedFrom(size))
      throw new DomainError('invalid_input', { field: 'startsOn', params: { reason: 'reporting_too_late' } })
    for (const kind of ['transactions', 'payments'] as const) {
      const declared = await listLastRevisions(tx, entity.id, kind)
      if (declared.some(({ toOn }) => startsOn > toOn))
        throw new DomainError('state_forbids', { params: { reason: 'already_reporting' } })
    }
    await saveEreportingSettings(tx, {
      sellingEntityId: entity.id,
      size,
      regime,
      startsOn,
      platformCode,
      updatedAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'ereporting.set', {
      organisationId: null,
      kind: 'selling_entity',
      id: entity.id,
      details: { size, regime, startsOn, platformCode },
    })
  })
}
