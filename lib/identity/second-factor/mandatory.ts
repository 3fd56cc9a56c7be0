import { withAccount } from '~/db/client'
import { toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Person } from '../person'
import { listMemberships } from '../queries/sessions'

/** Whether a second factor is mandatory for this person: all staff, and owners of an organisation. */
export async function isSecondFactorMandatory(ctx: OpContext, person: Person): Promise<boolean> {
  if (person.directory.kind === 'staff') return true
  const memberships = await withAccount(ctx, (tx) => listMemberships(tx, toId('account', person.id)))
  return memberships.some(({ role }) => role === 'owner')
}
