import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { listProjectRows, listQuotas } from '~/lib/identity/rows'
import type { OpContext } from '~/lib/kernel/op-context'
import { committedByProject, monthToDateByProject } from '~/lib/usage'
import { countByProject } from './queries/projects'
import type { ProjectSummary } from './views'

/** Every project with its resources, cost and quotas: the default one first, archived ones last. */
export async function listProjectSummaries(ctx: OpContext): Promise<ProjectSummary[]> {
  authorize(ctx, 'project:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const [projects, counts, monthToDate, committed, quotas] = await Promise.all([
      listProjectRows(tx, organisationId),
      countByProject(tx),
      monthToDateByProject(tx, organisationId, ctx.now),
      committedByProject(tx, organisationId, ctx.now),
      listQuotas(tx, organisationId),
    ])
    return projects.map(({ organisationId: _own, createdAt, archivedAt, ...project }) => {
      const held = counts.find(({ projectId }) => projectId === project.id)
      return {
        ...project,
        createdAt: createdAt.toISOString(),
        archivedAt: archivedAt?.toISOString() ?? null,
        instances: held?.instances ?? 0,
        running: held?.running ?? 0,
        volumes: held?.volumes ?? 0,
        monthToDateCents: (monthToDate.get(project.id) ?? 0n).toString(),
        committedCents: (committed.get(project.id) ?? 0n).toString(),
        quotas: quotas
          .filter(({ projectId }) => projectId === project.id)
          .map(({ resource, limit, used }) => ({ resource, limit, used })),
      }
    })
  })
}
