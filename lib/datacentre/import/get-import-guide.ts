import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { columnDefaults, hostColumns } from './host-columns'
import { listRoomsToFill } from './queries/import'
import { linesMax } from './read-host-lines'
import type { ImportGuide } from './views'

/** Returns the columns of a host list and the rooms that it may name. */
export async function getImportGuide(ctx: OpContext): Promise<ImportGuide> {
  authorizeStaff(ctx, 'inventory:change')
  const rooms = await withStaff(ctx, (tx) => listRoomsToFill(tx))
  const columns = hostColumns.map((name) => ({
    name,
    isRequired: columnDefaults[name] === undefined,
    standard: columnDefaults[name] ?? '',
  }))
  return { rooms, columns, linesMax }
}
