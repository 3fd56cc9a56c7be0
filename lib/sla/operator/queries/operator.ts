import { and, asc, eq, gte, isNull, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { organisations } from '~/db/schema/identity/identity'
import { incidents } from '~/db/schema/incidents'
import { hosts } from '~/db/schema/inventory'
import { instances } from '~/db/schema/resources/compute'
import { probeHours, probeVantages } from '~/db/schema/sla/sla'

/** The current host of each server, and its hardware generation. */
export async function listServerPlaces(tx: Tx) {
  return tx
    .select({ id: instances.id, host: hosts.name, generation: hosts.generation })
    .from(instances)
    .innerJoin(hosts, eq(hosts.id, instances.hostId))
}

export async function listOrganisationNames(tx: Tx) {
  return tx.select({ id: organisations.id, name: organisations.legalName }).from(organisations)
}

/** Mean duration of incidents since `since`, in milliseconds: until detection, and until repair. */
export async function readIncidentTimes(tx: Tx, since: Date) {
  const [row] = await tx
    .select({
      detected: sql<number>`count(*)::int`,
      detectMs: sql<
        string | null
      >`(avg(extract(epoch from ${incidents.detectedAt} - ${incidents.startedAt})) * 1000)::bigint`,
      repaired: sql<number>`count(${incidents.repairedAt})::int`,
      repairMs: sql<
        string | null
      >`(avg(extract(epoch from ${incidents.repairedAt} - ${incidents.startedAt})) * 1000)::bigint`,
    })
    .from(incidents)
    .where(and(gte(incidents.startedAt, since), notInArray(incidents.state, ['proposed', 'dismissed'])))
  return {
    detected: row?.detected ?? 0,
    detectMs: row?.detectMs == null ? null : Number(row.detectMs),
    repaired: row?.repaired ?? 0,
    repairMs: row?.repairMs == null ? null : Number(row.repairMs),
  }
}

/** Active vantages, with statistics of their rounds since `since` (a full hour). */
export async function listVantageHealth(tx: Tx, since: Date) {
  return tx
    .select({
      id: probeVantages.id,
      kind: probeVantages.kind,
      name: probeVantages.name,
      zone: zones.code,
      lastRoundAt: probeVantages.lastRoundAt,
      failedAt: probeVantages.failedAt,
      failureText: probeVantages.failureText,
      rounds: sql<number>`coalesce(sum(${probeHours.rounds}), 0)::int`,
      failedRounds: sql<number>`coalesce(sum(${probeHours.failedRounds}), 0)::int`,
      totalMs: sql<string>`coalesce(sum(${probeHours.totalMs}), 0)::text`,
      longestMs: sql<number | null>`max(${probeHours.longestMs})`,
    })
    .from(probeVantages)
    .leftJoin(zones, eq(zones.id, probeVantages.zoneId))
    .leftJoin(probeHours, and(eq(probeHours.vantageId, probeVantages.id), gte(probeHours.hour, since)))
    .where(isNull(probeVantages.retiredAt))
    .groupBy(probeVantages.id, zones.code, zones.position)
    .orderBy(asc(zones.position), asc(probeVantages.kind), asc(probeVantages.name))
}
