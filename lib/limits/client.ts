export type { BudgetView } from './manage-budgets'
export type { QuotaQueueEntry, QuotaRequestView } from './views'
