export type JournalEntry = {
  id: string
  event: string
  actorKind: 'anonymous' | 'account' | 'staff' | 'system'
  actorName: string | null
  subjectKind: string
  subjectId: string
  subjectName: string | null
  details: Record<string, unknown>
  ip: string | null
  occurredAt: string
  /** On the operator's page only. */
  organisationName: string | null
  /** Sequence and hash are set: later changes of the entry would be detected. */
  isChained: boolean
}

export type JournalView = { entries: JournalEntry[]; total: number; pageSize: number }
