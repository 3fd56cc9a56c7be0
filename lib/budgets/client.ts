export type { AlertRecipientView } from './alert-recipients/manage'
export type { BudgetView } from './budgets/manage-budgets'
export type { QuotaQueueEntry, QuotaRequestView, ReachedBudget } from './views'
