import { withOrganisation } from '~/db/client'
import { authorize, may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findHasUserData, findUserData } from '../queries/facts'

type Input = { instanceId: Id<'instance'> }

/** The user data that the server was ordered with. @throws DomainError `forbidden`, `not_found` also without any */
export async function readUserData(ctx: OpContext, input: Input): Promise<{ userData: string }> {
  authorize(ctx, 'instance:operate')
  const userData = await withOrganisation(ctx, (tx) => findUserData(tx, input.instanceId))
  if (userData === null) throw new DomainError('not_found')
  return { userData }
}

/** Whether `readUserData` would return any. */
export async function hasUserData(ctx: OpContext, input: Input): Promise<boolean> {
  if (!may(ctx, 'instance:operate')) return false
  return withOrganisation(ctx, (tx) => findHasUserData(tx, input.instanceId))
}
