import type { Tx } from '~/db/client'
import { formPlacementGroup, joinPlacementGroup } from '~/lib/inventory'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { PreparedLine } from './prepare-lines'

/**
 * The servers of a line are in the placement group that it asks for, before they are placed. A new group
 * takes the name of the line.
 *
 * @throws DomainError `invalid_input` when the project has no such group
 */
export async function groupLine(
  tx: Tx,
  ctx: OpContext,
  project: { organisationId: Id<'organisation'>; projectId: Id<'project'> },
  line: PreparedLine,
  position: number,
): Promise<void> {
  const { placement, name } = line.input
  if (!placement) return
  const servers = line.resources.flatMap((each) =>
    each.resourceKind === 'instance' ? [each.resourceId] : [],
  )
  if (!('groupId' in placement)) {
    await formPlacementGroup(tx, ctx, project, { name, ...placement }, servers)
    return
  }
  const groupId = placement.groupId as Id<'placementGroup'>
  if (await joinPlacementGroup(tx, ctx, project, groupId, servers)) return
  throw new DomainError('invalid_input', {
    field: `lines.${position}.placement`,
    params: { reason: 'unknown_group' },
  })
}
