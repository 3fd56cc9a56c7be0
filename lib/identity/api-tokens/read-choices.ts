import type { OpContext } from '~/lib/kernel/op-context'
import { visibleProjects } from '~/lib/kernel/project-scope'
import { authorize, may } from '../authorize'
import { type MemberPermission, tokenPermissions } from '../permissions'
import { listProjectChoices, type ProjectChoice } from '../projects/list-projects'
import { holdsByRole } from './manage-tokens'

export type TokenChoices = { permissions: MemberPermission[]; projects: ProjectChoice[] }

/** What this member can give a token: the permissions of the own roles, and the projects that it sees. */
export async function readTokenChoices(ctx: OpContext): Promise<TokenChoices> {
  authorize(ctx, 'token:own')
  const visible = ctx.membership ? visibleProjects(ctx.membership) : []
  const projects = may(ctx, 'project:read') ? await listProjectChoices(ctx) : []
  return {
    permissions: tokenPermissions.filter((each) => holdsByRole(ctx, each)),
    projects: projects.filter(({ id }) => visible === null || visible.includes(id)),
  }
}
