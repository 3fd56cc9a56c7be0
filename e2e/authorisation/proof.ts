/**
 * What each action of a folder changes about where money or documents go. `proof`: it requires a fresh proof of
 * identity; any other text is the reason why not. A folder without money or documents has one reason for all its
 * actions. A new action, or a new folder of actions, needs one line here.
 */
export const proofs: Record<string, string | Record<string, string>> = {
  '(operator)/operator/billing': {
    changeBillingSellerAction: 'proof',
    decideSellerChangeAction: 'proof',
    withdrawSellerChangeAction: 'takes an own proposal back',
    creditInvoiceAction: 'an amount of a customer who is known, within the limit of one person',
    decideConcessionAction: 'an amount of a customer who is known',
    grantConcessionAction: 'an amount of a customer who is known, within the limit of one person',
    setVatRegimeAction: 'proof',
    startRunAction: 'issues what is due',
  },
  '(operator)/operator/billing/(tabs)/debits': {
    setCreditorAction: 'proof',
    cancelDebitsAction: 'nothing is collected',
    markDebitsSentAction: 'records what was sent to the bank',
    prepareDebitsAction: 'a file of mandates that customers signed, to the account of the seller',
    returnDebitAction: 'records what the bank did',
  },
  '(operator)/operator/billing/(tabs)/dunning':
    'reminders go to the billing contact that the customer declared',
  '(operator)/operator/billing/(tabs)/e-invoices': {
    setConnectionAction: 'proof',
    removeConnectionAction: 'proof',
    replaceInvoiceAction: 'a document to the platform that is connected',
    retryDeliveryAction: 'a document to the platform that is connected',
    retryPaymentReportAction: 'a report to the platform that is connected',
    resolveDeliveryAction: 'records a delivery by other means',
    tellEmbeddedStatusAction: 'a status of the embedded platform',
  },
  '(operator)/operator/billing/(tabs)/e-reporting': {
    setEreportingAction: 'proof',
    declarePeriodAction: 'proof',
    resendDeclarationAction: 'proof',
  },
  '(operator)/operator/billing/(tabs)/exports': 'a file that is downloaded by whoever asked for it',
  '(operator)/operator/billing/(tabs)/seller': {
    setCardProviderAction: 'proof',
    switchCardsAction: 'proof',
    refundCardPaymentAction: 'proof',
    decideCardRefundAction: 'proof',
  },
  '(operator)/operator/billing/(tabs)/service-credits': 'amounts that the contract promises',
  '(operator)/operator/billing/(tabs)/statements': 'records what arrived on the account of the seller',
  '(operator)/operator/catalogue': 'prices and descriptions, no destination',
  '(operator)/operator/catalogue/[bundle]': 'prices and descriptions, no destination',
  '(operator)/operator/catalogue/commitments': 'prices, no destination',
  '(operator)/operator/catalogue/negotiated/[organisation]': 'prices, no destination',
  '(operator)/operator/catalogue/promotions': 'prices, no destination',
  '(operator)/operator/catalogue/traffic': {
    makeMeteringKeyAction: 'proof',
    replaceMeteringKeyAction: 'proof',
    withdrawMeteringKeyAction: 'proof',
    publishTrafficPriceAction: 'prices, no destination',
  },
  '(operator)/operator/drifts': 'machines of the operator; two people delete what no row explains',
  '(operator)/operator/recovery': 'lets a restored database go on; each decision asks for a proof of its own',
  '(operator)/operator/hypervisors':
    'machines of the operator; what opens a management network asks for a proof of its own',
  '(operator)/operator/incidents':
    'incidents; what excludes one from the promise asks for a proof of its own',
  '(operator)/operator/inventory/hosts/[host]': 'machines of the operator',
  '(operator)/operator/inventory/hosts/[host]/loss': 'machines of the operator; two people declare one lost',
  '(operator)/operator/inventory/import': 'machines of the operator',
  '(operator)/operator/inventory/racks/[rack]': 'machines of the operator',
  '(operator)/operator/inventory/zones/[zone]': 'machines of the operator',
  '(operator)/operator/inventory/zones/[zone]/forecast': 'machines of the operator',
  '(operator)/operator/jobs': 'repeats work that was decided',
  '(operator)/operator/maintenance': 'announcements',
  '(operator)/operator/moderation': 'decides about orders and applications',
  '(operator)/operator/names':
    'the DNS server of the operator; every change of it asks for a proof of its own',
  '(operator)/operator/qualifications': {
    declareQualificationAction: 'proof',
    changeQualificationAction: 'proof',
    withdrawQualificationAction: 'proof',
  },
  '(operator)/operator/relocations': 'machines of the operator',
  '(operator)/operator/sagas/[saga]': 'repeats work that was decided',
  '(operator)/operator/security': 'the own account: factor and password ask for themselves each time',
  '(operator)/operator/sla/(tabs)/contract': {
    publishContractAction: 'proof',
    previewContractAction: 'reads',
  },
  '(operator)/operator/staff': {
    changeStaffRolesAction: 'proof',
    disableStaffAction: 'proof',
    enableStaffAction: 'proof',
    resetStaffFactorAction: 'proof',
  },
  '(operator)/operator/support': 'answers in the ticket of the customer',
  '(portal)/compte/rejoindre': 'a request that an owner decides',
  '(portal)/compte/securite': 'the own account: factor and password ask for themselves each time',
  '(portal)/o/[org]/_shell': 'reads',
  '(portal)/o/[org]/approvals': 'decides about orders, no destination',
  '(portal)/o/[org]/backups': 'resources; what destroys asks for a proof of its own',
  '(portal)/o/[org]/billing': { changeBillingSettingsAction: 'proof' },
  '(portal)/o/[org]/billing/(tabs)/costs': 'alerts to members',
  '(portal)/o/[org]/billing/(tabs)/exports': {
    createExportScheduleAction: 'proof',
    changeExportScheduleAction: 'proof',
    pauseExportScheduleAction: 'the same recipients or the same bucket as before',
    endExportScheduleAction: 'nothing is sent any more',
    askExportAction: 'a file that is downloaded by members',
    setPurchaseAccountsAction: 'accounts in the books of the customer, not of a bank',
  },
  '(portal)/o/[org]/billing/(tabs)/payment': {
    signMandateAction: 'proof',
    revokeMandateAction: 'proof',
    choosePaymentMethodAction: 'between means that were declared before, with a proof',
  },
  '(portal)/o/[org]/billing/(tabs)/service-credits': 'a claim that staff decide',
  '(portal)/o/[org]/billing/documents/[document]': 'the payer confirms on the page of the card provider',
  '(portal)/o/[org]/balancers/certificates': 'resources; what destroys asks for a proof of its own',
  '(portal)/o/[org]/budgets': {
    addAlertRecipientAction: 'proof',
    removeAlertRecipientAction: 'nothing is sent there any more',
    changeBudgetAction: 'an amount, no destination',
    createBudgetAction: 'an amount, no destination',
    endBudgetAction: 'an amount, no destination',
  },
  '(portal)/o/[org]/commitments': { leaveCommitmentAction: 'proof', chooseRenewalAction: 'an own choice' },
  '(portal)/o/[org]/images': 'resources; what destroys asks for a proof of its own',
  '(portal)/o/[org]/incidents': { renewCalendarAction: 'proof', endCalendarAction: 'nothing is shown there' },
  '(portal)/o/[org]/instances': 'resources; what destroys asks for a proof of its own',
  '(portal)/o/[org]/instances/[id]/console': 'a shell, with a ticket of its own',
  '(portal)/o/[org]/keys': 'keys of servers',
  '(portal)/o/[org]/members': {
    changeMemberRoleAction: 'proof',
    inviteMemberAction: 'proof',
    acceptJoinRequestAction: 'proof',
    refuseJoinRequestAction: 'gives nothing',
    removeMemberAction: 'proof',
    resendInvitationAction: 'to the same address, in the role that was invited with a proof',
    setProjectRolesAction: 'rights in projects, none over money',
    withdrawInvitationAction: 'takes away',
  },
  '(portal)/o/[org]/moderation': 'answers of an applicant',
  '(portal)/o/[org]/moves': 'when a server moves',
  '(portal)/o/[org]/firewall': 'resources',
  '(portal)/o/[org]/balancers': 'resources; what destroys asks for a proof of its own',
  '(portal)/o/[org]/networks': 'resources',
  '(portal)/o/[org]/order': 'orders, under the rules of approval',
  '(portal)/o/[org]/projects': 'shares of a quota',
  '(portal)/o/[org]/purchase-orders': 'references and ceilings of the buyer, no destination',
  '(portal)/o/[org]/quotes': 'a link that signing asks to sign in for, and a code by mail',
  '(portal)/o/[org]/settings': {
    changeBillingAction: 'proof',
    allowSelfApprovalAction: 'proof',
    forbidSelfApprovalAction: 'takes away',
    acceptLegalVersionsAction: 'an own acceptance',
  },
  '(portal)/o/[org]/sla': 'mails to the own account',
  '(portal)/o/[org]/support': 'tickets',
  '(portal)/o/[org]/tokens': {
    createTokenAction: 'proof',
    rotateTokenAction: 'proof',
    revokeTokenAction: 'takes away',
  },
  '(portal)/o/[org]/volumes': 'resources; what destroys asks for a proof of its own',
  '(portal)/o/[org]/webhooks': {
    createWebhookAction: 'proof',
    rotateWebhookSecretAction: 'proof',
    deleteWebhookAction: 'nothing is sent there any more',
    enableWebhookAction: 'to the address that was declared with a proof',
    redeliverWebhookAction: 'to the address that was declared with a proof',
    replayEventsAction: 'to the address that was declared with a proof',
    testWebhookAction: 'to the address that was declared with a proof, without content',
  },
  '(public)/alertes': 'a link that the recipient confirms by mail',
  '(public)/confirmation/[secret]': 'nobody is signed in',
  '(public)/etat': 'nobody is signed in; public facts',
  '(public)/inscription': 'an own account',
  '(public)/invitation/[secret]': 'a link of an invitation that asked for the proof',
  '(public)/mot-de-passe-oublie': 'nobody is signed in',
  '(public)/mot-de-passe/[secret]': 'nobody is signed in',
}

/** Every action that requires a fresh proof because it changes where money or documents go. */
export const provenActions: readonly string[] = Object.values(proofs).flatMap((folder) =>
  typeof folder === 'string'
    ? []
    : Object.entries(folder)
        .filter(([, answer]) => answer === 'proof')
        .map(([name]) => name),
)

/** The matrix's argument, where only some values require the proof. */
export const askingArguments: Record<string, Record<string, unknown>> = {
  changeBillingSettingsAction: { vatStatus: 'not_taxable' },
  changeMemberRoleAction: { role: 'owner' },
  inviteMemberAction: { role: 'owner' },
  acceptJoinRequestAction: { role: 'owner' },
}
