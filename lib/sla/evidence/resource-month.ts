import type { Id } from '~/lib/kernel/ids'
import type { MeasuredSubject } from '../measuring/read-availability'

/** Names shown with a server's or volume's figures. */
export type ResourceNames = {
  project: { id: Id<'project'>; name: string }
  zone: { id: Id<'zone'>; code: string; name: string }
  bundle: string
}

/** All facts behind a resource's availability in a month, the result, and its names. */
export type ResourceMonth = MeasuredSubject & ResourceNames
