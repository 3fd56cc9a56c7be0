export { alertBudgets } from './alert-budgets'
export { type BudgetRoom, readBudgetRoom } from './budget-room'
export {
  acceptQuotaRequest,
  countQuotaDecisions,
  readQuotaCase,
  refuseQuotaRequest,
} from './decide-quota-request'
export { changeBudget, createBudget, endBudget, readBudgets } from './manage-budgets'
export { refuseOverBudget } from './refuse-over-budget'
export { listQuotaRequests, requestQuota, withdrawQuotaRequest } from './request-quota'
export { reviewQuotaRequests } from './review-quota-requests'
