import { authorize, limitUserData } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { type CloudConfigWarning, findCloudConfigWarnings } from './find-cloud-config-warnings'
import { findUserDataFault, type UserDataFault } from './find-user-data-fault'

export type UserDataCheck = { fault: UserDataFault | null; warnings: CloudConfigWarning[] }

/**
 * Checks user data before it is ordered: a fault would refuse the order, a warning would not.
 *
 * @throws DomainError `rate_limited`
 */
export async function checkUserData(ctx: OpContext, { text }: { text: string }): Promise<UserDataCheck> {
  await limitUserData(ctx, authorize(ctx, 'order:place'), [text])
  const fault = findUserDataFault(text)
  return { fault, warnings: fault ? [] : findCloudConfigWarnings(text) }
}
