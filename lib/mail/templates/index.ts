import { alreadyRegistered } from './already-registered'
import { budgetBurning } from './budget-burning'
import { budgetReached } from './budget-reached'
import { capLifted } from './cap-lifted'
import { caseAsked } from './case-asked'
import { caseHeld } from './case-held'
import { caseWaiting } from './case-waiting'
import { commitmentEnds } from './commitment-ends'
import { confirmEmail } from './confirm-email'
import { costAnomaly } from './cost-anomaly'
import { debitAnnounced } from './debit-announced'
import { creditNoteIssued, invoiceIssued } from './document-issued'
import { incidentNews } from './incident-news'
import { invitation } from './invitation'
import { joinAccepted } from './join-accepted'
import { joinRefused } from './join-refused'
import { joinRequested } from './join-requested'
import { journalBroken } from './journal-broken'
import { maintenanceNews } from './maintenance-news'
import { moderationWaiting } from './moderation-waiting'
import { orderDecided } from './order-decided'
import { orderDelivered } from './order-delivered'
import { orderFailed } from './order-failed'
import { orderToApprove } from './order-to-approve'
import { organisationAccepted } from './organisation-accepted'
import { organisationAsked } from './organisation-asked'
import { organisationRefused } from './organisation-refused'
import { alertRecipientConfirm, budgetReachedOutside, purchaseOrderOutside } from './outside-alerts'
import { passwordChanged } from './password-changed'
import { paymentLate } from './payment-late'
import { probeFailing, probeRecovered } from './probe-news'
import { purchaseOrderAlert } from './purchase-order-alert'
import { quotaAccepted } from './quota-accepted'
import { quotaRefused } from './quota-refused'
import { quotaWaiting } from './quota-waiting'
import { quoteToSign } from './quote-to-sign'
import { resetPassword } from './reset-password'
import { scheduledBackupFailed } from './scheduled-backup-failed'
import { scheduledExport, scheduledExportFailed } from './scheduled-export'
import { scheduledSnapshotFailed } from './scheduled-snapshot-failed'
import { secondFactorEnabled } from './second-factor-enabled'
import { secondPersonAwaited } from './second-person-awaited'
import { serversMove } from './servers-move'
import { serviceCreditsCorrected, serviceCreditsGranted } from './service-credits'
import { signatureCode } from './signature-code'
import { statusConfirm } from './status-confirm'
import { statusNews } from './status-news'
import { ticketAnswered } from './ticket-answered'
import { ticketToAnswer } from './ticket-to-answer'
import { webhookDisabled } from './webhook-disabled'

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
