import type { Surface } from '~/lib/kernel/op-context'
import type { DatabaseRole } from '../roles'

export type TestDatabase = {
  name: string
  /** By surface, for `configureDatabase`. */
  urls: Record<Surface, string>
  roleUrl(role: DatabaseRole): string
  drop(): Promise<void>
}
