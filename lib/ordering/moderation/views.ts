import type { ReferenceCheck } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'
import type { HeldAmount } from '../acceptance/rules'
import type { ChangeView } from '../changes/change-view'

/** An order or quote with what there is to decide on. Cents are decimal strings, instants ISO strings. */
export type OrderCase = {
  orderId: Id<'order'>
  number: string
  /** The number of the quote, for one that is. */
  quote: string | null
  project: string
  placedBy: string | null
  createdAt: string
  /** When it gives its capacity back by itself; null once it runs or has ended. */
  expiresAt: string | null
  /** How many people of the buyer must agree beside. */
  approvals: number
  monthlyCents: string
  /** What it changes; null for an order of something new. */
  change: ChangeView | null
  references: Readonly<Record<string, string | undefined>>
  referenceCheck: ReferenceCheck | null
  lines: {
    id: string
    name: string
    bundle: string
    zone: string
    quantity: number
    monthlyCents: string
  }[]
  buyer: {
    directoryStatus: 'verified' | 'differs' | 'unknown' | 'closed' | 'unavailable' | 'not_applicable'
    /** Null once a moderator lifted it. */
    spendingCapCents: string | null
    customerSince: string | null
    committedCents: string
    arrearsCents: string
    /** Carried out before. */
    orders: number
  }
  room: { zone: string; held: HeldAmount; free: HeldAmount }[]
}
