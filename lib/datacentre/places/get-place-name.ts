import { type Tx, withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findHostName, findRackName, findZoneName } from './queries/names'

/** Returns the name of a zone, a rack or a host. @throws DomainError `not_found` */
export async function getPlaceName(ctx: OpContext, id: string): Promise<string> {
  authorizeStaff(ctx, 'inventory:read')
  const name = await withStaff(ctx, (tx) => findName(tx, id))
  if (name === null) throw new DomainError('not_found')
  return name
}

async function findName(tx: Tx, id: string): Promise<string | null> {
  if (isId('zone', id)) return findZoneName(tx, id)
  if (isId('rack', id)) return findRackName(tx, id)
  return isId('host', id) ? findHostName(tx, id) : null
}
