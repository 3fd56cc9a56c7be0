import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { hostsToCsv } from './hosts-to-csv'
import { listHostRecords } from './queries/import'

/** Exports the hosts that are not retired, in the format of `importHosts`. */
export async function exportHosts(ctx: OpContext): Promise<{ csv: string }> {
  authorizeStaff(ctx, 'inventory:read')
  const rows = await withStaff(ctx, (tx) => listHostRecords(tx))
  const kept = rows.filter(({ host }) => host.state !== 'retired')
  return { csv: hostsToCsv(kept.map(({ host, ...place }) => ({ ...host, ...place }))) }
}
