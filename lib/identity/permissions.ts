import type { MemberRole, StaffRole } from '~/lib/kernel/op-context'

/** A member's permissions by role. Reading never needs a second factor; for owners everything else does. */
export const memberPermissions = {
  'organisation:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  'organisation:answer': ['owner'],
  'organisation:update': ['owner', 'billing'],
  'member:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  'member:manage': ['owner'],
  /** Allow or forbid that one person orders and approves. */
  'approval:except': ['owner'],
  /** Make tokens for programs, with one's own rights at most. */
  'token:own': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  /** See and revoke the tokens of other members. */
  'token:manage': ['owner'],
  'project:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  /** Create, change and archive projects; distribute the organisation's quota among them. */
  'project:manage': ['owner'],
  'budget:read': ['owner', 'technical', 'approver', 'billing', 'reader'],
  'budget:manage': ['owner', 'billing'],
  /** Request another limit for a project. */
  'quota:request': ['owner', 'technical'],
  'webhook:read': ['owner', 'technical'],
  'webhook:manage': ['owner', 'technical'],
  'ssh_key:read': ['owner', 'technical', 'reader'],
  'ssh_key:write': ['owner', 'technical'],
  'catalogue:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  // A guest sees only rows of its projects; row-level security hides the others.
  'order:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  'order:place': ['owner', 'technical'],
  /** Approve or reject another person's order. */
  'order:approve': ['owner', 'approver'],
  'instance:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  'instance:operate': ['owner', 'technical'],
  'instance:delete': ['owner', 'technical'],
  /** The history of people's actions, in addition to measurements. */
  'instance:history': ['owner', 'technical', 'approver', 'reader'],
  /** A root shell in the server. */
  'instance:console': ['owner', 'technical'],
  /** Receive mail when the promised availability is at risk. */
  'sla:alert': ['owner', 'technical', 'approver', 'billing', 'reader'],
  /** `lib/support/ticket-scope.ts` decides which tickets. */
  'support:read': ['owner', 'technical', 'approver', 'billing', 'reader', 'guest'],
  'support:write': ['owner', 'technical', 'approver', 'billing'],
  'journal:read': ['owner', 'technical', 'approver', 'billing', 'reader'],
  'billing:view': ['owner', 'billing', 'reader'],
  /** Billing, payment and export settings. */
  'billing:manage': ['owner', 'billing'],
} as const satisfies Record<string, readonly MemberRole[]>

export type MemberPermission = keyof typeof memberPermissions

/** Permissions that a role in a project can grant; all others belong to the organisation as a whole. */
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

/** Permissions that no token has: tokens make no tokens, and mail is sent to people. */
const personalPermissions: readonly MemberPermission[] = ['token:own', 'token:manage', 'sla:alert']

/** Permissions that a member of this role can give a token: those of the role in the organisation or in any project. */
export const tokenPermissions = (Object.keys(memberPermissions) as MemberPermission[]).filter(
  (each) => !personalPermissions.includes(each),
)

/** Permissions of the operator's staff by role. */
export const staffPermissions = {
  'moderation:read': ['moderator', 'support', 'auditor', 'administrator'],
  'moderation:decide': ['moderator', 'administrator'],
  'organisation:inspect': ['moderator', 'support', 'accountant', 'auditor', 'administrator'],
  'inventory:read': ['capacity', 'support', 'auditor', 'moderator', 'administrator'],
  'inventory:change': ['capacity', 'administrator'],
  'catalogue:inspect': ['capacity', 'moderator', 'support', 'accountant', 'auditor', 'administrator'],
  'catalogue:change': ['capacity', 'administrator'],
  /** Prices, negotiated lists, promotions and commitment discounts. */
  'price:publish': ['accountant', 'administrator'],
  'operations:read': ['capacity', 'support', 'auditor', 'administrator'],
  'operations:act': ['capacity', 'support', 'administrator'],
  'incident:inspect': ['support', 'capacity', 'moderator', 'accountant', 'auditor', 'administrator'],
  'incident:act': ['support', 'capacity', 'administrator'],
  /** Exclude an incident from the service level, with a reason. */
  'incident:exclude': ['support', 'administrator'],
  'audit:inspect': ['auditor', 'administrator'],
  'staff:manage': ['administrator'],
  'recovery:read': ['moderator', 'capacity', 'support', 'accountant', 'auditor', 'administrator'],
  /** Let workers act again on a restored or promoted database. */
  'recovery:agree': ['administrator'],
  'support:inspect': ['support', 'moderator', 'accountant', 'auditor', 'administrator'],
  'support:answer': ['support', 'accountant', 'administrator'],
  'sla:inspect': ['capacity', 'support', 'accountant', 'auditor', 'administrator'],
  /** What is promised and declared to everyone: the service-level contract, qualifications. */
  'contract:publish': ['administrator'],
  'billing:inspect': ['accountant', 'support', 'auditor', 'administrator'],
  'billing:run': ['accountant', 'administrator'],
  /** Credit notes and concessions; above the seller's limit two people. */
  'billing:credit': ['accountant', 'administrator'],
  /** Match payments, dun, write off. */
  'billing:settle': ['accountant', 'administrator'],
} as const satisfies Record<string, readonly StaffRole[]>

export type StaffPermission = keyof typeof staffPermissions

/** Permissions that an organisation keeps while inactive: reading, answering, and managing itself. */
export const permissionsWithoutActivity: readonly MemberPermission[] = [
  'organisation:read',
  'organisation:answer',
  'organisation:update',
  'member:read',
  'member:manage',
  'approval:except',
  'token:own',
  'token:manage',
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
