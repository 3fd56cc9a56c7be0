import type { MemberRole } from '~/lib/kernel/op-context'
import { type MemberPermission, memberPermissions } from '../permissions'

/** The roles in the organisation that let somebody do this. */
export const rolesThat = (may: MemberPermission): readonly MemberRole[] => memberPermissions[may]
