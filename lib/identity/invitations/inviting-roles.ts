import type { MemberRole } from '~/lib/kernel/op-context'
import { memberPermissions } from '../permissions'

/** Roles that may invite. An invitation is valid only while its sender has one of them. */
export const invitingRoles: readonly MemberRole[] = memberPermissions['member:manage']
