import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { findRepresentedApprover } from '../holds/decide-order'
import { awaitsSignature } from '../holds/decision-rules'
import type { HeldOrder } from '../holds/lock-held'

/**
 * Whether this person may sign: an approver of the order. The person who requested it may sign only if the
 * organisation allows self-approval and has no other approver.
 */
export async function maySign(tx: Tx, ctx: OpContext, held: HeldOrder | null): Promise<boolean> {
  if (!held || !awaitsSignature(held.held.reasons)) return false
  try {
    await findRepresentedApprover(tx, ctx, held)
    return true
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}
