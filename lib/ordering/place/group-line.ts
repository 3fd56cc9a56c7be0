import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { formPlacementGroups, joinPlacementGroup } from '~/lib/placement'
import type { PreparedLine } from './prepare-lines'

/**
 * Puts the servers of each line into the requested placement group, before placement. A new group takes the
 * name of the line.
 *
 * @throws DomainError `invalid_input` when the project has no such group
 */
export async function groupLines(
  tx: Tx,
  ctx: OpContext,
  project: { organisationId: Id<'organisation'>; projectId: Id<'project'> },
  lines: readonly PreparedLine[],
): Promise<void> {
  const wanted = lines.flatMap(({ input, resources }) => {
    const { placement, name } = input
    return placement && !('groupId' in placement)
      ? [{ group: { name, ...placement }, resourceIds: serversOf(resources) }]
      : []
  })
  await formPlacementGroups(tx, ctx, project, wanted)
  for (const [position, { input, resources }] of lines.entries()) {
    if (!input.placement || !('groupId' in input.placement)) continue
    const groupId = input.placement.groupId
    if (await joinPlacementGroup(tx, ctx, project, groupId, serversOf(resources))) continue
    throw new DomainError('invalid_input', {
      field: `lines.${position}.placement`,
      params: { reason: 'unknown_group' },
    })
  }
}

const serversOf = (resources: PreparedLine['resources']) =>
  resources.flatMap((each) => (each.resourceKind === 'instance' ? [each.resourceId] : []))
