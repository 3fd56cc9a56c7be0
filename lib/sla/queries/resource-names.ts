import { asc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundleName } from '~/db/expressions/bundle-name'
import { bundles, zones } from '~/db/schema/catalogue'
import { organisations, projects } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

/** Visible projects, by name. */
export async function listProjectNames(tx: Tx): Promise<{ id: Id<'project'>; name: string }[]> {
  return tx.select({ id: projects.id, name: projects.name }).from(projects).orderBy(asc(projects.name))
}

/** Zones in display order. */
export async function listZoneNames(tx: Tx): Promise<{ id: Id<'zone'>; code: string; name: string }[]> {
  return tx
    .select({ id: zones.id, code: zones.code, name: zones.name })
    .from(zones)
    .orderBy(asc(zones.position), asc(zones.id))
}

export async function listBundleNames(
  tx: Tx,
  ids: readonly Id<'bundle'>[],
): Promise<{ id: Id<'bundle'>; name: string }[]> {
  if (ids.length === 0) return []
  return tx
    .select({ id: bundles.id, name: bundleName })
    .from(bundles)
    .where(inArray(bundles.id, [...ids]))
}

/** The organisation's legal name. */
export async function findLegalName(tx: Tx, id: Id<'organisation'>): Promise<string> {
  const [row] = await tx
    .select({ name: organisations.legalName })
    .from(organisations)
    .where(eq(organisations.id, id))
  return row?.name ?? ''
}
