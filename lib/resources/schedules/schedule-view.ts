import type { BackupPlace } from '../copies/request-backup'
import type { ScheduleRule } from './schedule-rule'

/** When snapshots or backups of a volume are taken automatically; `failure`: why the last one failed. */
export type ScheduleView = {
  rule: ScheduleRule
  keep: number
  nextDueAt: string
  /** Where backups are stored; null for snapshots, which stay in the volume's pool. */
  place: BackupPlace | null
  failure: { code: string; params: Record<string, string>; at: string } | null
}
