import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const operations = globSync('lib/api/operations/*.ts', { exclude: ['**/*.test.ts'] })
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')
const named = new Set(operations.match(/\b[a-z]\w+\b/g))

/** Each action of an organisation with the use case that it runs. */
const actions = globSync('app/(portal)/o/**/actions.ts').flatMap((file) =>
  readFileSync(file, 'utf8')
    .split(/^export const /m)
    .slice(1)
    .map((text) => {
      const name = /^\w+/.exec(text)?.[0] ?? ''
      const run = text.slice(text.indexOf('},') + 2)
      // The function itself, or what an arrow function calls.
      const useCase =
        /=>\s*(?:\{[\s\S]*?\b)?(?:await |return )*(\w+)\(/.exec(run)?.[1] ?? /^\s*(\w+)/.exec(run)?.[1]
      return { name, useCase: useCase ?? '' }
    }),
)

/** Actions that programs cannot do yet. The list only shrinks: a new action comes with its operation. */
const withoutOperation: readonly string[] = [
  'acceptJoinRequestAction',
  'acceptLegalVersionsAction',
  'addAlertRecipientAction',
  'addNameAction',
  'addSignatureRuleAction',
  'allowSelfApprovalAction',
  'amendPurchaseOrderAction',
  'answerCaseAction',
  'answerTicketAction',
  'askExportAction',
  'askSignatureCodeAction',
  'changeBalancerAction',
  'changeBillingAction',
  'changeBillingSettingsAction',
  'changeBudgetAction',
  'changeCostWatchAction',
  'changeExportScheduleAction',
  'changeFirewallAction',
  'changeMemberRoleAction',
  'changeProbeAction',
  'checkUserDataAction',
  'chooseAlertMailsAction',
  'chooseMoveSlotAction',
  'choosePaymentMethodAction',
  'chooseRenewalAction',
  'closeTicketAction',
  'connectToNetworkAction',
  'contestMonthAction',
  'copyInstanceAction',
  'copyVolumeAction',
  'createBudgetAction',
  'createExportScheduleAction',
  'createProbeAction',
  'createPurchaseOrderAction',
  'createRuleSetAction',
  'createTokenAction',
  'createWebhookAction',
  'decideOrderAction',
  'delegateApprovalAction',
  'deleteBackupAction',
  'deleteBalancerAction',
  'deleteCertificateAction',
  'deleteImageAction',
  'deleteInstanceSnapshotAction',
  'deleteSnapshotAction',
  'deleteWebhookAction',
  'disconnectFromNetworkAction',
  'enableWebhookAction',
  'endBudgetAction',
  'endCalendarAction',
  'endDelegationAction',
  'endExportScheduleAction',
  'followTicketAction',
  'forbidSelfApprovalAction',
  'growVolumeAction',
  'inviteMemberAction',
  'leaveCommitmentAction',
  'makeBackupAction',
  'makeImageAction',
  'openConsoleAction',
  'openTicketAction',
  'operateInstancesAction',
  'orderBalancerAction',
  'orderCertificateAction',
  'pauseExportScheduleAction',
  'payByCardAction',
  'previewFirewallAction',
  'readNoticesAction',
  'readUserDataAction',
  'redeliverWebhookAction',
  'refuseJoinRequestAction',
  'removeAlertRecipientAction',
  'removeBackupScheduleAction',
  'removeMemberAction',
  'removeNameAction',
  'removeProbeAction',
  'removeSignatureRuleAction',
  'removeSnapshotScheduleAction',
  'renameBalancerAction',
  'renameRuleSetAction',
  'renewCalendarAction',
  'repairPlacementAction',
  'replaceCertificateAction',
  'requestQuotaAction',
  'resendInvitationAction',
  'resizeInstanceAction',
  'restoreBackupAction',
  'restoreInstanceAction',
  'restoreInstanceSnapshotAction',
  'restoreSnapshotAction',
  'resubmitOrganisationAction',
  'retryBalancerAction',
  'retryCertificateAction',
  'retryProvisioningAction',
  'retryVolumeAction',
  'revokeMandateAction',
  'revokeTokenAction',
  'rotateTokenAction',
  'rotateWebhookSecretAction',
  'saveOrderDraftAction',
  'setBackupScheduleAction',
  'setProjectRolesAction',
  'setPurchaseAccountsAction',
  'setReferencePolicyAction',
  'setReverseNameAction',
  'setSnapshotScheduleAction',
  'shareQuotaAction',
  'shareQuoteAction',
  'signMandateAction',
  'signQuoteAction',
  'takeInstanceSnapshotAction',
  'takeSnapshotAction',
  'testReachAction',
  'testWebhookAction',
  'uploadCertificateAction',
  'withdrawInvitationAction',
  'withdrawQuotaRequestAction',
]

test('each action of an organisation has an operation of the API', () => {
  expect(actions.length).toBeGreaterThan(140)
  const without = actions.filter(({ useCase }) => !named.has(useCase)).map(({ name }) => name)
  expect(without.sort()).toEqual(withoutOperation)
})
