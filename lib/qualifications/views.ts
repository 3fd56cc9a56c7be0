import type { QualificationKind, QualificationStatus } from '~/db/schema/qualifications'
import type { Id } from '~/lib/kernel/ids'

/** What a qualification is today: its status, or ended once its validity is over. */
export type QualificationStanding = QualificationStatus | 'expired'

/** A qualification as everyone reads it. Days are those of Paris, instants ISO 8601 in UTC. */
export type QualificationView = {
  id: Id<'qualification'>
  kind: QualificationKind
  /** Of a kind that is not in the list. */
  name: string | null
  standing: QualificationStanding
  statusOn: string
  validUntil: string | null
  scopeFr: string
  scopeEn: string
  body: string | null
  reference: string | null
  link: string | null
  changedAt: string
}

export type QualificationEntry = QualificationView & {
  status: QualificationStatus
  /** Null for the product itself. */
  changedBy: string | null
}
