import type { MemberRole, OpContext } from '~/lib/kernel/op-context'
import { memberPermissions } from '../permissions'
import { requireFreshProof } from '../second-factor/require-fresh-proof'

const directing: readonly MemberRole[] = [
  ...memberPermissions['member:manage'],
  ...memberPermissions['billing:manage'],
  ...memberPermissions['organisation:update'],
]

/**
 * Roles that may change bank details, the invoice address or permissions are granted and removed only with a fresh
 * proof: an unattended session must neither add an accomplice nor remove a witness.
 *
 * @throws DomainError `proof_required`
 */
export async function requireProofForRole(ctx: OpContext, ...roles: readonly MemberRole[]): Promise<void> {
  if (roles.some((role) => directing.includes(role))) await requireFreshProof(ctx)
}
