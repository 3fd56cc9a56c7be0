import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { findSeller } from '../queries/subjects'
import { platformName } from './create-due-declarations'
import { draftPeriods, insertRevision } from './prepare-declaration'
import { lockDeclaration, lockDeclaring, retryDeclaration } from './queries/declarations'
import type { DeclarePeriodInput } from './schema'
import { ereportingOf } from './settings'

/**
 * Declares a finished period before its scheduled day, or again after a platform refused it, with all data known now. A
 * declaration in transit is not sent twice.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found` (nothing to declare), `state_forbids` (`period_open`,
 * `declaration_on_its_way`, `declaration_unchanged`)
 */
export async function declarePeriod(ctx: OpContext, { kind, from }: DeclarePeriodInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'billing:settle')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const seller = await findSeller(tx)
    if (!seller) throw new DomainError('not_found')
    const settings = await ereportingOf(tx, seller.entity.id)
    await lockDeclaring(tx, seller.entity.id)
    const drafts = await draftPeriods(tx, ctx, settings, kind)
    const draft = drafts.find((each) => each.from === from)
    if (!draft) throw new DomainError('not_found')
    const { last } = draft
    if (draft.to >= parisDay(ctx.now)) throw forbids('period_open')
    if (last?.state === 'waiting' || last?.state === 'deposited' || last?.state === 'failed')
      throw forbids('declaration_on_its_way')
    if (last?.state === 'accepted' && last.sourcesSha256 === draft.sourcesSha256)
      throw forbids('declaration_unchanged')
    const made = await insertRevision(tx, ctx, { draft, seller, settings, platform: platformName, staffId })
    await recordAudit(tx, ctx, 'declaration.prepared', {
      organisationId: null,
      kind: 'declaration',
      id: made.id,
      details: { number: made.number, type: made.type, items: draft.items.length },
    })
  })
}

/**
 * Sends the same file of a declaration again that no platform accepted.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found`, `state_forbids` (`declaration_on_its_way`)
 */
export async function resendDeclaration(
  ctx: OpContext,
  input: { declarationId: Id<'declaration'> },
): Promise<void> {
  authorizeStaff(ctx, 'billing:settle')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const row = await lockDeclaration(tx, input.declarationId)
    if (!row) throw new DomainError('not_found')
    if (row.state !== 'failed') throw forbids('declaration_on_its_way')
    await retryDeclaration(tx, row.id, ctx.now)
    await recordAudit(tx, ctx, 'declaration.resent', {
      organisationId: null,
      kind: 'declaration',
      id: row.id,
      details: { number: row.number },
    })
  })
}

const forbids = (reason: string) => new DomainError('state_forbids', { params: { reason } })
