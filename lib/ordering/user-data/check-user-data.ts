import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { type CloudConfigWarning, findCloudConfigWarnings } from './find-cloud-config-warnings'
import { findUserDataFault, type UserDataFault } from './find-user-data-fault'

export type UserDataCheck = { fault: UserDataFault | null; warnings: CloudConfigWarning[] }

/** Checks user data before it is ordered: a fault would refuse the order, a warning would not. */
export async function checkUserData(ctx: OpContext, { text }: { text: string }): Promise<UserDataCheck> {
  authorize(ctx, 'order:place')
  return { fault: findUserDataFault(text), warnings: findCloudConfigWarnings(text) }
}
