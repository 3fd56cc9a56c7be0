import type { TicketCategory } from '~/db/schema/support'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, Membership, ProjectRole } from '~/lib/kernel/op-context'
import { projectsOf } from '~/lib/kernel/project-scope'
import { ticketCategories } from '../choices'

const all: readonly TicketCategory[] = ticketCategories
const money: readonly TicketCategory[] = ['billing', 'sla_contest']
const notInvoices = all.filter((each) => each !== 'billing')
const notMoney = all.filter((each) => !money.includes(each))

const byRole: Record<MemberRole, readonly TicketCategory[]> = {
  owner: all,
  reader: all,
  technical: notInvoices,
  approver: notMoney,
  billing: money,
  guest: [],
}
const byProjectRole: Record<ProjectRole, readonly TicketCategory[]> = {
  technical: notInvoices,
  reader: notInvoices,
  approver: notMoney,
  billing: money,
}

/**
 * The tickets visible to a member: by category over the whole organisation, by category in single projects, and its
 * own.
 */
export type TicketScope = {
  accountId: Id<'account'>
  categories: readonly TicketCategory[]
  inProjects: readonly { projectId: Id<'project'>; categories: readonly TicketCategory[] }[]
}

/** The scope of a member's roles. Pure. */
export function ticketScope(
  accountId: Id<'account'>,
  { role, projectRoles = {} }: Pick<Membership, 'role' | 'projectRoles'>,
): TicketScope {
  return {
    accountId,
    categories: byRole[role],
    inProjects: projectsOf({ projectRoles }).flatMap((projectId) => {
      const projectRole = projectRoles[projectId]
      return projectRole ? { projectId, categories: byProjectRole[projectRole] } : []
    }),
  }
}

type Facts = {
  category: TicketCategory
  projectId: Id<'project'> | null
  openedByAccountId: Id<'account'>
}

/** `isVisibleTo` is the same rule in SQL for the list query. Pure. */
export function isInScope(scope: TicketScope, ticket: Facts): boolean {
  return (
    ticket.openedByAccountId === scope.accountId ||
    scope.categories.includes(ticket.category) ||
    scope.inProjects.some(
      ({ projectId, categories }) => projectId === ticket.projectId && categories.includes(ticket.category),
    )
  )
}
