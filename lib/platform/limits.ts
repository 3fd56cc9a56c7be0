/**
 * From when a figure needs a look. The operator's page and the alert rules share these: a test compares
 * `deploy/observability/alerts.yaml` with them.
 */
export const limits = {
  sagaSeconds: 1_800,
  jobLagSeconds: 30,
  sweeperIntervals: 3,
  sweeperGraceSeconds: 120,
  zoneSeconds: 45,
  certificateDays: 14,
  backlogSeconds: {
    mails: 30,
    // Longer than the retry that follows a greylist of one hour: the seventh, after 78 minutes.
    deferred_mails: 7_200,
    webhooks: 30,
    einvoices: 14_400,
    payments: 14_400,
    declarations: 14_400,
    // Two people have a working day and the next.
    undecided: 172_800,
  },
  /** So many at once are refused for a reason of ours: an address on a block list, or a mail server that defers all. */
  deferredMails: 20,
} as const
