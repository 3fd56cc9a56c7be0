import type { MemberRole } from '~/lib/kernel/op-context'
import { memberPermissions } from '../permissions'

/** An invitation counts while whoever sent it has one of these: it ends with their right to send it. */
export const invitingRoles: readonly MemberRole[] = memberPermissions['member:manage']
