import { type CaseKind, caseKinds, type QueuePart, queueParts } from '~/lib/moderation/client'

export type QueueFilter = { part: QueuePart; kind: CaseKind | null; assigned: 'me' | 'nobody' | null }
type Searched = Record<string, string | string[] | undefined>

/** The filter that stands in the address; what is unknown is none. Pure. */
export function readQueueFilter(searched: Searched): QueueFilter {
  const { assigned } = searched
  return {
    part: queueParts.find((each) => each === searched.part) ?? 'waiting',
    kind: caseKinds.find((each) => each === searched.kind) ?? null,
    assigned: assigned === 'me' || assigned === 'nobody' ? assigned : null,
  }
}

/** The filter as an address has it: what is the rule is left out. Pure. */
export function filterQuery({ part, kind, assigned }: QueueFilter): Record<string, string> {
  return {
    ...(part !== 'waiting' && { part }),
    ...(kind && { kind }),
    ...(assigned && { assigned }),
  }
}
