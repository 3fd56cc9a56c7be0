import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { findLastAgreement } from './queries/recovery'

/** When an operator last agreed to a database; null when none ever had to. */
export async function lastAgreedAt(ctx: OpContext): Promise<Date | null> {
  return withSystem(ctx, findLastAgreement)
}
