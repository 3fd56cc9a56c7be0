import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { type LastNumber, type NumberKind, numberKinds } from '../client'
import { listLastNumbers as listRows } from './queries/last-numbers'

/**
 * Lists the last number of every series and the last message of every kind that this database knows. Those that were
 * given out or sent later are in no row: a person compares them with the bank, the platform and the mail server.
 */
export async function listLastNumbers(ctx: OpContext): Promise<LastNumber[]> {
  authorizeStaff(ctx, 'recovery:read')
  const rows = await withStaff(ctx, (tx) => listRows<NumberKind>(tx))
  const order = (row: LastNumber) => numberKinds.indexOf(row.kind)
  return rows.sort((a, b) => order(a) - order(b) || (a.series ?? '').localeCompare(b.series ?? ''))
}
