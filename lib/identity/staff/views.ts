import type { Id } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'

/** An account of the operator's site, as administrators see it. Instants are ISO strings. */
export type StaffView = {
  id: Id<'staff'>
  email: string
  fullName: string
  roles: StaffRole[]
  hasSecondFactor: boolean
  /** The last sign-in with a session that is still stored. */
  signedInAt: string | null
  disabledAt: string | null
  createdAt: string
  isSelf: boolean
  /** The last administrator, without whom the role could not be granted again. */
  isLastAdministrator: boolean
}
