export type { BudgetView } from './manage-budgets'
export type { QuotaRequestView } from './views'
