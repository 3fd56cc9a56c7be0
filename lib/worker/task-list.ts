import type { JobName } from '~/lib/jobs'
import { adoptObjectTask } from './tasks/adopt-object'
import { applyModerationTask } from './tasks/apply-moderation'
import { billOrganisationsTask } from './tasks/bill-organisations'
import { billingDocumentIssuedTask } from './tasks/billing-document-issued'
import { chainAuditTask } from './tasks/chain-audit'
import { endDoubtfulSendingsTask } from './tasks/end-doubtful-sendings'
import { endLostRowsTask } from './tasks/end-lost-rows'
import { notifyJoinRequestTask } from './tasks/notify-join-request'
import { notifyModeratorsTask } from './tasks/notify-moderators'
import { prepareExportTask } from './tasks/prepare-export'
import { readHypervisorTask } from './tasks/read-hypervisor'
import { refreshOrder } from './tasks/refresh-order'
import { reviewOrganisationTask } from './tasks/review-organisation'
import { runSaga } from './tasks/run-saga'
import { sendDeferredMailTask, sendMailTask } from './tasks/send-mail'
import type { Task } from './tasks/task'
import { tellSupportTask } from './tasks/tell-support'

/** A handler for each job; a job without one does not compile. */
export const tasks = {
  send_mail: sendMailTask,
  send_deferred_mail: sendDeferredMailTask,
  review_organisation: reviewOrganisationTask,
  tell_join_request: notifyJoinRequestTask,
  tell_moderators: notifyModeratorsTask,
  tell_support: tellSupportTask,
  settle_moderation: applyModerationTask,
  run_saga: runSaga,
  settle_order: refreshOrder,
  read_hypervisor: readHypervisorTask,
  bill_organisations: billOrganisationsTask,
  billing_document_issued: billingDocumentIssuedTask,
  prepare_export: prepareExportTask,
  adopt_object: adoptObjectTask,
  end_lost_rows: endLostRowsTask,
  end_doubtful_sendings: endDoubtfulSendingsTask,
  chain_audit: chainAuditTask,
} satisfies { [N in JobName]: Task<N> }
