import { memberPermissions } from '../permissions'

/** An invitation counts while whoever sent it has one of these: it ends with their right to send it. */
export const invitingRoles = memberPermissions['member:manage']
