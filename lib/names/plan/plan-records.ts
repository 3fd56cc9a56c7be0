import { isDeepStrictEqual } from 'node:util'
import type { Id } from '~/lib/kernel/ids'
import { recordKey, type WantedRecord } from './facts'

/** A row as far as planning needs it; without contents it is withdrawn. */
export type PlannedRecord = Omit<WantedRecord, 'addresses'> & {
  id: Id<'nameRecord'>
  heldAddresses: string[]
}

export type RecordChange = Pick<PlannedRecord, 'id' | 'organisationId' | 'contents' | 'heldAddresses'> &
  Pick<WantedRecord, 'addresses'>

export type RecordPlan = {
  added: WantedRecord[]
  changed: RecordChange[]
}

/**
 * How the rows become those that are wanted. A changed row keeps every address that the DNS server may still lead to
 * its name, until the new contents are written. A row of another project changes only once it is withdrawn. Pure.
 */
export function planRecords(wanted: readonly WantedRecord[], rows: readonly PlannedRecord[]): RecordPlan {
  const byKey = new Map(rows.map((row) => [recordKey(row), row]))
  const plan: RecordPlan = { added: [], changed: [] }
  const isOurs = (record: WantedRecord, row: PlannedRecord) => row.projectId === record.projectId
  const kept = new Set<string>()
  for (const record of wanted) {
    const row = byKey.get(recordKey(record))
    if (!row) plan.added.push(record)
    else if (isOurs(record, row)) {
      kept.add(row.id)
      const held = [...new Set([...row.heldAddresses, ...record.addresses])].sort()
      if (
        !isDeepStrictEqual(row.contents, record.contents) ||
        !isDeepStrictEqual([...row.heldAddresses].sort(), held)
      )
        plan.changed.push({ ...record, id: row.id, heldAddresses: held })
    }
  }
  for (const row of rows)
    if (!kept.has(row.id) && row.contents.length > 0)
      plan.changed.push({ ...row, contents: [], addresses: [] })
  return plan
}
