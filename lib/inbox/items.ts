import type { Overdue } from '~/lib/billing/client'
import type { ReachedBudget } from '~/lib/budgets/client'
import type { Id } from '~/lib/kernel/ids'
import type { NearlyUsed, WaitingApproval, WaitingSignature } from '~/lib/ordering/client'
import type { AnsweredTicket } from '~/lib/support/client'

/** One line of « À faire ». Cents are decimal strings, instants ISO strings, days `YYYY-MM-DD`. */
export type InboxItem =
  | ({ kind: 'overdue' } & Overdue)
  | ({ kind: 'approval' } & WaitingApproval)
  | ({ kind: 'signature' } & WaitingSignature)
  | ({ kind: 'ticket' } & AnsweredTicket)
  | { kind: 'failed_server'; id: Id<'instance'>; name: string }
  /** `probes`: how many of the customer's own probes have raised their alert, the first at `since`. */
  | { kind: 'alarm'; id: Id<'instance'>; name: string; probes: number; since: string }
  /** The organisation has no key, so that its next server could not be opened. */
  | { kind: 'no_key' }
  | ({ kind: 'budget' } & ReachedBudget)
  | ({ kind: 'purchase_order' } & NearlyUsed)
  /** A deleted server that can still be restored. */
  | { kind: 'deleted_server'; id: Id<'instance'>; name: string; until: string | null }

/** `readAt` (ISO): of two readings the later one is right. */
export type Inbox = { readAt: string; items: InboxItem[] }

export type InboxKind = InboxItem['kind']

/** The most urgent first. Those of `noted` are to be known, and not to be done. */
const order: readonly InboxKind[] = [
  'overdue',
  'approval',
  'signature',
  'failed_server',
  'alarm',
  'ticket',
  'no_key',
  'budget',
  'purchase_order',
  'deleted_server',
]
const noted: ReadonlySet<InboxKind> = new Set(['budget', 'purchase_order', 'deleted_server'])

/** Whether an act of this person ends the item: such items are counted. Pure. */
export const isToDo = ({ kind }: Pick<InboxItem, 'kind'>): boolean => !noted.has(kind)

/** By urgency; items of a kind stay in their order. Pure. */
export const byUrgency = (items: readonly InboxItem[]): InboxItem[] =>
  items.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))

/** A page of the menu that carries the number of its items. */
export type InboxPage = 'billing' | 'approvals' | 'quotes' | 'instances' | 'support' | 'keys'

const pages: Partial<Record<InboxKind, InboxPage>> = {
  overdue: 'billing',
  approval: 'approvals',
  signature: 'quotes',
  failed_server: 'instances',
  alarm: 'instances',
  ticket: 'support',
  no_key: 'keys',
}

/** How many items of each page are to be done; late invoices count one by one. Pure. */
export function countByPage(items: readonly InboxItem[]): Partial<Record<InboxPage, number>> {
  const counts: Partial<Record<InboxPage, number>> = {}
  for (const item of items) {
    const page = pages[item.kind]
    if (page) counts[page] = (counts[page] ?? 0) + sizeOf(item)
  }
  return counts
}

/** How many items are to be done. Pure. */
export const countToDo = (items: readonly InboxItem[]): number =>
  items.filter(isToDo).reduce((sum, item) => sum + sizeOf(item), 0)

const sizeOf = (item: InboxItem): number => (item.kind === 'overdue' ? item.documents.length : 1)
