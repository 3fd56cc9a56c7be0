import type { MemberRole, StaffRole } from '~/lib/kernel/op-context'

/** What a member may do, by role. Reading never needs a second factor; anything else does for owners. */
export const memberPermissions = {
  'organisation:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  'organisation:answer': ['owner'],
  'organisation:update': ['owner', 'billing'],
  'member:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  'member:manage': ['owner'],
  /** Let one person order and approve, or no longer. */
  'approval:except': ['owner'],
  'project:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  /** Make, describe and put away projects; say how they share what the organisation may hold. */
  'project:manage': ['owner'],
  'budget:read': ['owner', 'technical', 'approver', 'billing', 'reader'],
  'budget:manage': ['owner', 'billing'],
  /** Ask for another limit of a project. */
  'quota:request': ['owner', 'technical'],
  'webhook:read': ['owner', 'technical'],
  'webhook:manage': ['owner', 'technical'],
  'ssh_key:read': ['owner', 'technical', 'reader'],
  'ssh_key:write': ['owner', 'technical'],
  'catalogue:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  // What a guest reads of these is what stands in its projects: the rows of others do not exist for it.
  'order:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  'order:place': ['owner', 'technical'],
  /** Say yes or no to what somebody else ordered. */
  'order:approve': ['owner', 'approver'],
  'instance:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  'instance:operate': ['owner', 'technical'],
  'instance:delete': ['owner', 'technical'],
  /** What its people did to it and when, beside what was measured. */
  'instance:history': ['owner', 'technical', 'approver', 'reader'],
  /** A shell in it, with every right there. */
  'instance:console': ['owner', 'technical'],
  /** Be told by mail when the promised availability is about to be missed. */
  'sla:alert': ['owner', 'technical', 'approver', 'billing', 'reader'],
  /** Which tickets, `lib/support/ticket-scope.ts` says. */
  'support:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  'support:write': ['owner', 'technical', 'approver', 'billing'],
  'journal:read': ['owner', 'technical', 'approver', 'billing', 'reader'],
  'billing:view': ['owner', 'billing', 'reader'],
  /** How it is invoiced, pays and exports. */
  'billing:manage': ['owner', 'billing'],
} as const satisfies Record<string, readonly MemberRole[]>

export type MemberPermission = keyof typeof memberPermissions

/** What a role in a project can give; everything else belongs to the organisation as a whole. */
export const projectPermissions: readonly MemberPermission[] = [
  'ssh_key:read',
  'ssh_key:write',
  'quota:request',
  'order:read',
  'order:place',
  'order:approve',
  'instance:read',
  'instance:operate',
  'instance:delete',
  'instance:history',
  'instance:console',
  'support:write',
]

/** What a member of the operator's staff may do, by role. */
export const staffPermissions = {
  'moderation:read': ['moderator', 'support', 'auditor', 'administrator'],
  'moderation:decide': ['moderator', 'administrator'],
  'organisation:inspect': ['moderator', 'support', 'auditor', 'administrator'],
  'inventory:read': ['capacity', 'support', 'auditor', 'moderator', 'administrator'],
  'inventory:change': ['capacity', 'administrator'],
  'catalogue:inspect': ['capacity', 'moderator', 'support', 'accountant', 'auditor', 'administrator'],
  'catalogue:change': ['capacity', 'administrator'],
  /** Prices, negotiated lists, promotions, what is taken off for a commitment. */
  'price:publish': ['accountant', 'administrator'],
  'operations:read': ['capacity', 'support', 'auditor', 'administrator'],
  'operations:act': ['capacity', 'support', 'administrator'],
  'incident:inspect': ['support', 'capacity', 'moderator', 'accountant', 'auditor', 'administrator'],
  'incident:act': ['support', 'capacity', 'administrator'],
  /** Leave an incident out of what is promised, with a reason. */
  'incident:exclude': ['support', 'administrator'],
  'audit:inspect': ['auditor', 'administrator'],
  'staff:manage': ['administrator'],
  'recovery:read': ['moderator', 'capacity', 'support', 'accountant', 'auditor', 'administrator'],
  /** Let workers act again upon a database that was restored or promoted. */
  'recovery:agree': ['administrator'],
  'support:inspect': ['support', 'moderator', 'accountant', 'auditor', 'administrator'],
  'support:answer': ['support', 'accountant', 'administrator'],
  'sla:inspect': ['capacity', 'support', 'accountant', 'auditor', 'administrator'],
  /** A new version of what is promised to customers. */
  'contract:publish': ['administrator'],
  'billing:inspect': ['accountant', 'support', 'auditor', 'administrator'],
  'billing:run': ['accountant', 'administrator'],
  /** Credit notes and gestures; above the seller's limit two people. */
  'billing:credit': ['accountant', 'administrator'],
  /** Match payments, dun, write off. */
  'billing:settle': ['accountant', 'administrator'],
} as const satisfies Record<string, readonly StaffRole[]>

export type StaffPermission = keyof typeof staffPermissions

/** Permissions an organisation keeps while it is not active: read, answer, keep its own house in order. */
export const permissionsWithoutActivity: readonly MemberPermission[] = [
  'organisation:read',
  'organisation:answer',
  'organisation:update',
  'member:read',
  'member:manage',
  'approval:except',
  'project:read',
  'budget:read',
  'budget:manage',
  'webhook:read',
  'ssh_key:read',
  'ssh_key:write',
  'catalogue:read',
  'order:read',
  'instance:read',
  'instance:history',
  'sla:alert',
  'support:read',
  'support:write',
  'journal:read',
  'billing:view',
  'billing:manage',
]
