import type { MemberRole } from '~/lib/kernel/op-context'
import { type MemberPermission, memberPermissions } from '../permissions'

/** The organisation roles with this permission. */
export const rolesAllowing = (permission: MemberPermission): readonly MemberRole[] =>
  memberPermissions[permission]
