import type { Id } from '~/lib/kernel/ids'

/** A declaration, or an upcoming period, in the operator's list. Days are `YYYY-MM-DD`, both inclusive. */
export type DeclarationView = {
  /** Null until it is declared. */
  id: Id<'declaration'> | null
  kind: 'transactions' | 'payments'
  from: string
  to: string
  dueOn: string
  number: string | null
  type: 'IN' | 'RE'
  state: 'open' | 'coming' | 'waiting' | 'deposited' | 'accepted' | 'filed' | 'rejected' | 'failed'
  failureText: string | null
  items: number
  netCents: string
  vatCents: string
  paidCents: string
  /** Due within days and not with the platform, or overdue. */
  isUrgent: boolean
  /** What staff can do now. */
  action: 'declare' | 'resend' | null
}

export type EreportingView = {
  settings: {
    size: 'large' | 'mid_size' | 'small'
    regime: 'real_monthly' | 'real_quarterly' | 'simplified' | 'franchise'
    startsOn: string
    platformCode: string
  }
  declarations: DeclarationView[]
  services: ServiceListView[]
}

/** One month of the list of services to taxable persons of the Union. */
export type ServiceListView = {
  month: string
  dueOn: string
  lines: { vatNumber: string; euros: string }[]
  totalEuros: string
  isUrgent: boolean
}
