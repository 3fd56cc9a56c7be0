import type { Id } from '~/lib/kernel/ids'

/** A declaration, or a period that will have one, in the operator's list. Days are `YYYY-MM-DD`, both included. */
export type DeclarationView = {
  /** Null while it is not declared. */
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
  /** It is due within days and not with the platform, or overdue. */
  isUrgent: boolean
  /** It may be declared, or sent again, by a person now. */
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

/** What is declared to the customs of services to taxable persons of the Union, of one month. */
export type ServiceListView = {
  month: string
  dueOn: string
  lines: { vatNumber: string; euros: string }[]
  totalEuros: string
  isUrgent: boolean
}
