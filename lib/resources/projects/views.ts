import type { Id } from '~/lib/kernel/ids'
import type { QuotaResource } from '~/lib/kernel/quota-resources'

export type QuotaView = { resource: QuotaResource; limit: number; used: number }

/** A project with its resources, cost and quotas. Instants are ISO strings, cents decimal strings. */
export type ProjectSummary = {
  id: Id<'project'>
  name: string
  isDefault: boolean
  costCentre: string | null
  tags: Record<string, string>
  createdAt: string
  archivedAt: string | null
  instances: number
  running: number
  volumes: number
  /** Used since the first of this month in Paris, without VAT. */
  monthToDateCents: string
  /** Price of its resources over a full month, without VAT. */
  committedCents: string
  quotas: QuotaView[]
}
