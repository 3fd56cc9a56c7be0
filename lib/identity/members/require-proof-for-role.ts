import type { MemberRole, OpContext } from '~/lib/kernel/op-context'
import { memberPermissions } from '../permissions'
import { requireFreshProof } from '../second-factor/require-fresh-proof'

const directing: readonly MemberRole[] = [
  ...memberPermissions['member:manage'],
  ...memberPermissions['billing:manage'],
  ...memberPermissions['organisation:update'],
]

/**
 * A role that may change bank details, where invoices go, or who may, is given and taken away with a fresh proof: an
 * unattended session must neither make an accomplice nor shut out who would notice.
 *
 * @throws DomainError `proof_required`
 */
export async function requireProofForRole(ctx: OpContext, ...roles: readonly MemberRole[]): Promise<void> {
  if (roles.some((role) => directing.includes(role))) await requireFreshProof(ctx)
}
