import type { Tx } from '~/db/client'
import type { SubjectKind } from '~/db/schema/sla/sla'
import type { Id } from '~/lib/kernel/ids'
import type { Span } from '../availability/compute-availability'
import * as queries from '../queries/subjects'
import { alwaysThere, type Life, type LifeStep, lifeOf } from './life-of'

/** Something that is looked at. What is everybody's has no organisation. */
export type Subject = {
  kind: SubjectKind
  id: string
  name: string
  organisationId: Id<'organisation'> | null
  projectId: Id<'project'> | null
  /** Null of our own sites. */
  zoneId: Id<'zone'> | null
  /** As it was when the window ended; null of what is everybody's. */
  bundleId: Id<'bundle'> | null
  life: Life
}

/** Our own sites, as subjects. */
export const siteNames = ['portal', 'operator'] as const
export type SiteName = (typeof siteNames)[number]

/**
 * The servers and volumes that an organisation had within `window` (all organisations with null), by name, with the
 * bundle that each had at its end; or of them these alone. What never worked is left out. Milliseconds, UTC.
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

/** Every zone that is not closed, as a subject, in the order in which zones are shown. */
export async function listZoneSubjects(tx: Tx): Promise<Subject[]> {
  const rows = await queries.listZoneSubjects(tx)
  return rows
    .filter(({ state }) => state !== 'closed')
    .map(({ id, code }) => ({ ...everybodys, kind: 'zone', id, name: code, zoneId: id }))
}

export function listSiteSubjects(): Subject[] {
  return siteNames.map((name) => ({ ...everybodys, kind: 'site', id: name, name, zoneId: null }))
}

const everybodys = { organisationId: null, projectId: null, bundleId: null, life: alwaysThere }
