import type { Tx } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { Span } from '../availability/compute-availability'
import { listSubjects, type Subject } from '../measuring/list-subjects'
import { type MeasuredSubject, readAvailability } from '../measuring/read-availability'
import * as names from '../queries/resource-names'
import type { ResourceMonth, ResourceNames } from './resource-month'

/** The month of each visible server and volume of `organisationId`, by name. */
export async function readResourceMonths(
  tx: Tx,
  organisationId: Id<'organisation'>,
  month: Span,
  now: Date,
): Promise<ResourceMonth[]> {
  const subjects = await listSubjects(tx, organisationId, month)
  const measured = await readAvailability(tx, { subjects, window: month, now })
  const nameOf = await readNames(tx, subjects)
  return measured.map((each) => withNames(each, nameOf))
}

export type NameOf = (subject: Subject) => ResourceNames

/** Names of these subjects' projects, zones and bundles. */
export async function readNames(tx: Tx, subjects: readonly Subject[]): Promise<NameOf> {
  const bundleIds = [...new Set(subjects.flatMap(({ bundleId }) => bundleId ?? []))]
  const projects = new Map((await names.listProjectNames(tx)).map((each) => [each.id, each]))
  const zones = new Map((await names.listZoneNames(tx)).map((each) => [each.id, each]))
  const bundles = new Map((await names.listBundleNames(tx, bundleIds)).map(({ id, name }) => [id, name]))
  return ({ projectId, zoneId, bundleId }) => {
    const project = projectId && projects.get(projectId)
    const zone = zoneId && zones.get(zoneId)
    invariant(project && zone, 'a resource is in a project and a zone')
    return { project, zone, bundle: (bundleId && bundles.get(bundleId)) || '' }
  }
}

export const withNames = (measured: MeasuredSubject, nameOf: NameOf): ResourceMonth => ({
  ...measured,
  ...nameOf(measured.subject),
})
