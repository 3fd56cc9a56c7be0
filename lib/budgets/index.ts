export { confirmAlertRecipient, endAlertRecipient, showAlertRecipient } from './alert-recipients/answer'
export { addAlertRecipient, listAlertRecipients, removeAlertRecipient } from './alert-recipients/manage'
export { notifyRecipients } from './alert-recipients/notify-recipients'
export { alertBudgets } from './budgets/alert-budgets'
export { readBudgetEffects } from './budgets/budget-effects'
export { type BudgetRoom, readBudgetRoom } from './budgets/budget-room'
export { changeBudget, createBudget, endBudget, readBudgets } from './budgets/manage-budgets'
export { readReachedBudgets } from './budgets/read-reached'
export {
  acceptQuotaRequest,
  countQuotaDecisions,
  readQuotaCase,
  refuseQuotaRequest,
} from './quotas/decide-quota-request'
export { listQuotaRequests, requestQuota, withdrawQuotaRequest } from './quotas/request-quota'
export { reviewQuotaRequests } from './quotas/review-quota-requests'
export { assertWithinSpending } from './spending/assert-within-spending'
