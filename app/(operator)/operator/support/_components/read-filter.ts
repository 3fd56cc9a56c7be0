import {
  type TicketCategory,
  type TicketPart,
  type TicketPriority,
  ticketCategories,
  ticketParts,
  ticketPriorities,
} from '~/lib/support/client'

export type DeskFilter = {
  part: TicketPart
  category: TicketCategory | null
  priority: TicketPriority | null
  assigned: 'me' | 'nobody' | null
}
type Searched = Record<string, string | string[] | undefined>

/** The filter in the address; unknown values are ignored. Pure. */
export function readDeskFilter(searched: Searched): DeskFilter {
  const { assigned } = searched
  return {
    part: ticketParts.find((each) => each === searched.part) ?? 'support',
    category: ticketCategories.find((each) => each === searched.category) ?? null,
    priority: ticketPriorities.find((each) => each === searched.priority) ?? null,
    assigned: assigned === 'me' || assigned === 'nobody' ? assigned : null,
  }
}

/** The filter as query parameters, without the defaults. Pure. */
export function deskQuery({ part, category, priority, assigned }: DeskFilter): Record<string, string> {
  return {
    ...(part !== 'support' && { part }),
    ...(category && { category }),
    ...(priority && { priority }),
    ...(assigned && { assigned }),
  }
}
