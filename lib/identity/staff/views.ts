import type { Id } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'

/** An account of the operator's site, as its administrators see it. Instants are ISO strings. */
export type StaffView = {
  id: Id<'staff'>
  email: string
  fullName: string
  roles: StaffRole[]
  hasSecondFactor: boolean
  /** The last sign-in whose session is still kept. */
  signedInAt: string | null
  disabledAt: string | null
  createdAt: string
  isSelf: boolean
  /** Nobody else could give the role back. */
  isLastAdministrator: boolean
}
