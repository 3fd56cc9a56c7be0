export type { AlertRecipientView } from './alert-recipients/manage'
export type { BudgetView } from './manage-budgets'
export type { QuotaQueueEntry, QuotaRequestView } from './views'
