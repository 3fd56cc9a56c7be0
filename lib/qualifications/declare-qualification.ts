import { type Tx, withShared, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, authorizeSystem, requireFreshProof } from '~/lib/identity'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { insertQualification } from './queries/qualifications'
import { type DeclareQualificationInput, declareQualificationInput } from './schema'
import { toFacts } from './to-facts'

/**
 * Declares a qualification to everyone, by one person as for the service-level contract (decision 0097).
 *
 * @throws DomainError `forbidden`, `proof_required`, `invalid_input` with the field and reason
 */
export async function declareQualification(
  ctx: OpContext,
  raw: DeclareQualificationInput,
): Promise<{ id: Id<'qualification'> }> {
  const staffId = authorizeStaff(ctx, 'contract:publish')
  await requireFreshProof(ctx)
  const facts = toFacts(ctx, declareQualificationInput.parse(raw))
  return withStaff(ctx, (tx) => insert(tx, ctx, facts, staffId))
}

/** The same for the product itself: the demonstration and tests. */
export async function defineQualification(ctx: OpContext, raw: DeclareQualificationInput): Promise<void> {
  authorizeSystem(ctx)
  const facts = toFacts(ctx, declareQualificationInput.parse(raw))
  await withShared(ctx, (tx) => insert(tx, ctx, facts, null))
}

async function insert(
  tx: Tx,
  ctx: OpContext,
  facts: ReturnType<typeof toFacts>,
  staffId: Id<'staff'> | null,
): Promise<{ id: Id<'qualification'> }> {
  const id = newId('qualification', ctx.now.getTime())
  await insertQualification(tx, {
    ...facts,
    id,
    declaredAt: ctx.now,
    changedAt: ctx.now,
    changedByStaffId: staffId,
  })
  await recordAudit(tx, ctx, 'qualification.declared', {
    organisationId: null,
    kind: 'qualification',
    id,
    details: facts,
  })
  return { id }
}
