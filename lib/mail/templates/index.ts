import { alreadyRegistered } from './accounts/already-registered'
import { confirmEmail } from './accounts/confirm-email'
import { invitation } from './accounts/invitation'
import { passwordChanged } from './accounts/password-changed'
import { resetPassword } from './accounts/reset-password'
import { secondFactorEnabled } from './accounts/second-factor-enabled'
import { budgetBurning } from './billing/budget-burning'
import { budgetReached } from './billing/budget-reached'
import { commitmentEnds } from './billing/commitment-ends'
import { costAnomaly } from './billing/cost-anomaly'
import { debitAnnounced } from './billing/debit-announced'
import { creditNoteIssued, invoiceIssued } from './billing/document-issued'
import { paymentLate } from './billing/payment-late'
import { scheduledExport, scheduledExportFailed } from './billing/scheduled-export'
import { serviceCreditsCorrected, serviceCreditsGranted } from './billing/service-credits'
import { certificateEnds } from './operations/certificate-ends'
import { hostLoss } from './operations/host-loss'
import { incidentNews } from './operations/incident-news'
import { journalBroken } from './operations/journal-broken'
import { maintenanceNews } from './operations/maintenance-news'
import {
  alertRecipientConfirm,
  budgetReachedOutside,
  purchaseOrderOutside,
} from './operations/outside-alerts'
import { probeFailing, probeRecovered } from './operations/probe-news'
import { resourcesLost } from './operations/resources-lost'
import { scheduledBackupFailed } from './operations/scheduled-backup-failed'
import { scheduledSnapshotFailed } from './operations/scheduled-snapshot-failed'
import { secondPersonAwaited } from './operations/second-person-awaited'
import { serversLost } from './operations/servers-lost'
import { serversMove } from './operations/servers-move'
import { statusConfirm } from './operations/status-confirm'
import { statusNews } from './operations/status-news'
import { ticketAnswered } from './operations/ticket-answered'
import { ticketToAnswer } from './operations/ticket-to-answer'
import { webhookDisabled } from './operations/webhook-disabled'
import { orderDecided } from './ordering/order-decided'
import { orderDelivered } from './ordering/order-delivered'
import { orderFailed } from './ordering/order-failed'
import { orderToApprove } from './ordering/order-to-approve'
import { purchaseOrderAlert } from './ordering/purchase-order-alert'
import { quoteToSign } from './ordering/quote-to-sign'
import { signatureCode } from './ordering/signature-code'
import { capLifted } from './organisations/cap-lifted'
import { caseAsked } from './organisations/case-asked'
import { caseHeld } from './organisations/case-held'
import { caseWaiting } from './organisations/case-waiting'
import { joinAccepted } from './organisations/join-accepted'
import { joinRefused } from './organisations/join-refused'
import { joinRequested } from './organisations/join-requested'
import { moderationWaiting } from './organisations/moderation-waiting'
import { organisationAccepted } from './organisations/organisation-accepted'
import { organisationAsked } from './organisations/organisation-asked'
import { organisationRefused } from './organisations/organisation-refused'
import { quotaAccepted } from './organisations/quota-accepted'
import { quotaRefused } from './organisations/quota-refused'
import { quotaWaiting } from './organisations/quota-waiting'

/** Every mail the product sends: one file each, one line here. */
export const mailTemplates = {
  'budget-burning': budgetBurning,
  'probe-failing': probeFailing,
  'probe-recovered': probeRecovered,
  'already-registered': alreadyRegistered,
  'organisation-accepted': organisationAccepted,
  'organisation-refused': organisationRefused,
  'organisation-asked': organisationAsked,
  'cap-lifted': capLifted,
  'journal-broken': journalBroken,
  'host-loss': hostLoss,
  'resources-lost': resourcesLost,
  'servers-lost': serversLost,
  'second-person-awaited': secondPersonAwaited,
  'moderation-waiting': moderationWaiting,
  'case-waiting': caseWaiting,
  'case-asked': caseAsked,
  'case-held': caseHeld,
  invitation,
  'join-requested': joinRequested,
  'join-accepted': joinAccepted,
  'join-refused': joinRefused,
  'confirm-email': confirmEmail,
  'commitment-ends': commitmentEnds,
  'certificate-ends': certificateEnds,
  'order-to-approve': orderToApprove,
  'order-decided': orderDecided,
  'purchase-order-alert': purchaseOrderAlert,
  'order-delivered': orderDelivered,
  'order-failed': orderFailed,
  'password-changed': passwordChanged,
  'quote-to-sign': quoteToSign,
  'signature-code': signatureCode,
  'ticket-answered': ticketAnswered,
  'ticket-to-answer': ticketToAnswer,
  'quota-waiting': quotaWaiting,
  'invoice-issued': invoiceIssued,
  'credit-note-issued': creditNoteIssued,
  'debit-announced': debitAnnounced,
  'payment-late': paymentLate,
  'quota-accepted': quotaAccepted,
  'quota-refused': quotaRefused,
  'budget-reached': budgetReached,
  'alert-recipient-confirm': alertRecipientConfirm,
  'budget-reached-outside': budgetReachedOutside,
  'purchase-order-outside': purchaseOrderOutside,
  'cost-anomaly': costAnomaly,
  'reset-password': resetPassword,
  'scheduled-backup-failed': scheduledBackupFailed,
  'scheduled-export': scheduledExport,
  'scheduled-export-failed': scheduledExportFailed,
  'scheduled-snapshot-failed': scheduledSnapshotFailed,
  'second-factor-enabled': secondFactorEnabled,
  'servers-move': serversMove,
  'incident-news': incidentNews,
  'maintenance-news': maintenanceNews,
  'status-news': statusNews,
  'status-confirm': statusConfirm,
  'webhook-disabled': webhookDisabled,
  'service-credits-granted': serviceCreditsGranted,
  'service-credits-corrected': serviceCreditsCorrected,
}

export type MailTemplateName = keyof typeof mailTemplates
export type MailParams<N extends MailTemplateName> = Parameters<(typeof mailTemplates)[N]['fr']>[0]
