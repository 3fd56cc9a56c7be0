import type { Id } from '~/lib/kernel/ids'
import type { MeasuredSubject } from '../measuring/read-availability'

/** How a server or a volume is named beside its figures. */
export type ResourceNames = {
  project: { id: Id<'project'>; name: string }
  zone: { id: Id<'zone'>; code: string; name: string }
  bundle: string
}

/** All that the availability of a resource in a month follows from, what came of it, and how it is named. */
export type ResourceMonth = MeasuredSubject & ResourceNames
