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
  /** A shell in it, with every right there. */
  'instance:console': ['owner', 'technical'],
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
  'instance:console',
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
  'operations:read': ['capacity', 'support', 'auditor', 'administrator'],
  'operations:act': ['capacity', 'support', 'administrator'],
  'audit:inspect': ['auditor', 'administrator'],
  'staff:manage': ['administrator'],
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
  'journal:read',
  'billing:view',
  'billing:manage',
]
