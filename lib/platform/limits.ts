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
    webhooks: 30,
    einvoices: 14_400,
    payments: 14_400,
    declarations: 14_400,
  },
} as const
