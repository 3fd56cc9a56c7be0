import type { ReferenceCheck } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'
import type { HeldAmount } from '../acceptance/rules'
import type { ChangeView } from '../changes/change-view'

/** An order or quote with what there is to decide on. Cents are decimal strings, instants ISO strings. */
export type OrderCase = {
  orderId: Id<'order'>
  number: string
  /** The number of the quote, if the order is one. */
  quote: string | null
  project: string
  placedBy: string | null
  createdAt: string
  /** When its capacity is released automatically; null once it runs or has ended. */
  expiresAt: string | null
  /** How many people of the buyer must also approve. */
  approvals: number
  monthlyCents: string
  /** Its change; null for an order of a new resource. */
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
    /** Null when a moderator lifted the cap. */
    spendingCapCents: string | null
    customerSince: string | null
    committedCents: string
    arrearsCents: string
    /** Orders carried out before. */
    orders: number
  }
  room: { zone: string; held: HeldAmount; free: HeldAmount }[]
}
