import { type CaseKind, caseKinds, type QueuePart, queueParts } from '~/lib/moderation/client'

export type QueueFilter = { part: QueuePart; kind: CaseKind | null; assigned: 'me' | 'nobody' | null }
type Searched = Record<string, string | string[] | undefined>

/** The filter in the address; unknown values are ignored. Pure. */
export function readQueueFilter(searched: Searched): QueueFilter {
  const { assigned } = searched
  return {
    part: queueParts.find((each) => each === searched.part) ?? 'waiting',
    kind: caseKinds.find((each) => each === searched.kind) ?? null,
    assigned: assigned === 'me' || assigned === 'nobody' ? assigned : null,
  }
}

/** The filter as query parameters, without the defaults. Pure. */
export function filterQuery({ part, kind, assigned }: QueueFilter): Record<string, string> {
  return {
    ...(part !== 'waiting' && { part }),
    ...(kind && { kind }),
    ...(assigned && { assigned }),
  }
}
