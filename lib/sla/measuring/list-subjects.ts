import type { Tx } from '~/db/client'
import type { SubjectKind } from '~/db/schema/sla/sla'
import type { Id } from '~/lib/kernel/ids'
import type { Span } from '../availability/compute-availability'
import * as queries from '../queries/subjects'
import { type Life, type LifeStep, lifeOf, permanentLife } from './life-of'

/** A probed subject. A shared one has no organisation. */
export type Subject = {
  kind: SubjectKind
  id: string
  name: string
  organisationId: Id<'organisation'> | null
  projectId: Id<'project'> | null
  /** Null for our own sites. */
  zoneId: Id<'zone'> | null
  /** As of the end of the window; null for shared subjects. */
  bundleId: Id<'bundle'> | null
  life: Life
}

/** Our own sites, as subjects. */
export const siteNames = ['portal', 'operator'] as const
export type SiteName = (typeof siteNames)[number]

/**
 * The servers and volumes of an organisation within `window` (null: of all), by name, with their bundle at its end;
 * optionally only these ids. Excludes resources that never worked. Milliseconds, UTC.
 */
export async function listSubjects(
  tx: Tx,
  organisationId: Id<'organisation'> | null,
  window: Span,
  only?: readonly string[],
): Promise<Subject[]> {
  const until = new Date(window.to)
  const rows = await queries.listResourceRows(tx, organisationId, only)
  const steps = new Map<string, LifeStep[]>()
  for (const row of await queries.listLifeRows(tx, organisationId, until, only)) {
    const step = { at: row.at.getTime(), to: row.toState, causedBy: row.causedBy }
    const known = steps.get(row.resourceId)
    if (known) known.push(step)
    else steps.set(row.resourceId, [step])
  }
  const bundles = await queries.listBundlesAsOf(tx, organisationId, until, only)
  const bundleOf = new Map(bundles.map((each) => [each.resourceId, each.bundleId]))
  return rows.flatMap((row) => {
    const life = lifeOf(row.kind, steps.get(row.id) ?? [])
    const isIn = life.deliveredAt !== null && (life.endedAt === null || life.endedAt > window.from)
    return isIn ? [{ ...row, bundleId: bundleOf.get(row.id) ?? row.bundleId, life }] : []
  })
}

/** Every open zone as a subject, in display order. */
export async function listZoneSubjects(tx: Tx): Promise<Subject[]> {
  const rows = await queries.listZoneSubjects(tx)
  return rows
    .filter(({ state }) => state !== 'closed')
    .map(({ id, code }) => ({ ...sharedSubject, kind: 'zone', id, name: code, zoneId: id }))
}

export function listSiteSubjects(): Subject[] {
  return siteNames.map((name) => ({ ...sharedSubject, kind: 'site', id: name, name, zoneId: null }))
}

const sharedSubject = { organisationId: null, projectId: null, bundleId: null, life: permanentLife }
