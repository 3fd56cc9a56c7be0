export { alertBudgets } from './alert-budgets'
export { confirmAlertRecipient, endAlertRecipient, showAlertRecipient } from './alert-recipients/answer'
export { addAlertRecipient, listAlertRecipients, removeAlertRecipient } from './alert-recipients/manage'
export { tellRecipients } from './alert-recipients/tell'
export { type BudgetRoom, readBudgetRoom } from './budget-room'
export {
  acceptQuotaRequest,
  countQuotaDecisions,
  readQuotaCase,
  refuseQuotaRequest,
} from './decide-quota-request'
export { changeBudget, createBudget, endBudget, readBudgets } from './manage-budgets'
export { type MoreCents, refuseOverBudget } from './refuse-over-budget'
export { listQuotaRequests, requestQuota, withdrawQuotaRequest } from './request-quota'
export { reviewQuotaRequests } from './review-quota-requests'
