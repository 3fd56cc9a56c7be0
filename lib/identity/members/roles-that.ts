import type { MemberRole } from '~/lib/kernel/op-context'
import { type MemberPermission, memberPermissions } from '../permissions'

/** The organisation roles with this permission. */
export const rolesThat = (may: MemberPermission): readonly MemberRole[] => memberPermissions[may]
