import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { OpContext } from '~/lib/kernel/op-context'
import { type HypervisorRow, updateHypervisor } from './queries/hypervisors'

const events = {
  addresses: 'hypervisor.addresses_changed',
  managementRanges: 'hypervisor.ranges_changed',
} as const

/** Replaces a list of a locked hypervisor, and records the former and the new one. */
export async function replaceList(
  tx: Tx,
  ctx: OpContext,
  row: HypervisorRow,
  list: keyof typeof events,
  entries: string[],
): Promise<void> {
  await updateHypervisor(tx, row.id, { [list]: entries })
  await recordAudit(tx, ctx, events[list], {
    organisationId: null,
    kind: 'hypervisor',
    id: row.id,
    details: { zoneCode: row.zoneCode, from: row[list], to: entries },
  })
}
