import { eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { metricSamples } from '~/db/schema/resources/metrics'

export type Measurement = {
  resourceId: string
  cpuMicros: number
  memoryMib: number
  diskMib: number | null
  receivedBytes: number
  sentBytes: number
}

export async function hasSamplesAt(tx: Tx, at: Date): Promise<boolean> {
  const rows = await tx
    .select({ at: metricSamples.at })
    .from(metricSamples)
    .where(eq(metricSamples.at, at))
    .limit(1)
  return rows.length > 0
}

/** Stores the measurements of known servers under this instant; existing ones are not changed. */
export async function insertSamples(tx: Tx, at: Date, measured: readonly Measurement[]): Promise<void> {
  await tx.execute(sql`
    insert into metric_samples (instance_id, organisation_id, host_id, at, cpu_micros, memory_mib, disk_mib, received_bytes, sent_bytes)
    select i.id, i.organisation_id, i.host_id, ${at.toISOString()}::timestamptz, m."cpuMicros", m."memoryMib", m."diskMib",
      m."receivedBytes", m."sentBytes"
    from jsonb_to_recordset(${JSON.stringify(measured)}::jsonb) as m("resourceId" text, "cpuMicros" bigint,
      "memoryMib" int, "diskMib" int, "receivedBytes" bigint, "sentBytes" bigint)
    join instances i on i.id = m."resourceId"
    on conflict do nothing`)
}
