import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { findLastAgreement } from './queries/recovery'

/** Returns when an operator last approved a database; null when that was never necessary. */
export async function lastAgreedAt(ctx: OpContext): Promise<Date | null> {
  return withSystem(ctx, findLastAgreement)
}
