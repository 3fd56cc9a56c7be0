import { chainAudit } from '~/lib/audit'
import {
  createDueDeclarations,
  deliverDocuments,
  deliverExports,
  followCardPayments,
  followCardRefunds,
  reportPayments,
  sendDeclarations,
  sendDunning,
  startDueRun,
  sweepExports,
  watchCosts,
} from '~/lib/billing'
import { alertBudgets, reviewQuotaRequests } from '~/lib/budgets'
import { sweepOldEvents } from '~/lib/events'
import { rereadStale } from '~/lib/hypervisors'
import {
  followFailures,
  followMaintenance,
  keepStatus,
  notifyIncidents,
  notifySilentHosts,
} from '~/lib/incidents'
import { alertPurchaseOrders, retryOverPurchaseOrders, retryPostponed, sweepHolds } from '~/lib/ordering'
import { learnLifetimes } from '~/lib/placement'
import { driveRelocations, sampleCapacity } from '~/lib/relocation'
import {
  keepMetricPartitions,
  markLostServers,
  meterSilentHosts,
  notifyEndingCertificates,
  notifyRecoveredServers,
  pruneMetrics,
  pruneScheduled,
  purgeAfterGrace,
  rollUpMetrics,
  startRecoveries,
  takeScheduled,
} from '~/lib/resources'
import { alertBurn, assessDueMonths } from '~/lib/sla'
import { sweepTickets } from '~/lib/support'
import { advanceCommitments, countTraffic, sweepEvents } from '~/lib/usage'
import { deliverDue, publishEvents, sweepDeliveries } from '~/lib/webhooks'
import { sweepExpired } from './expiry'
import type { Sweeper } from './sweeper'

export { addressSweeper } from './addresses'
export {
  balancerHealthSweeper,
  balancerRenewalSweeper,
  balancerSweeper,
  balancerZoneSweeper,
} from './balancers'
export { certificateSweeper } from './certificates'
export { dueJobsSweeper } from './due-jobs'
export { dueSagaSweeper } from './due-sagas'
export { firstBootSweeper } from './first-boots'
export { hostSweeper, lostHostSweeper } from './hosts'
export { journalSweeper } from './journal'
export { measuringSweeper, siteMeasuringSweeper } from './measuring'
export { metricsSweeper } from './metrics'
export { nameSweeper } from './names'
export { networkSweeper, spareNetworkSweeper } from './networks'
export { ownProbeSweeper } from './own-probes'
export { reachTestSweeper } from './reach-tests'
export { isAssigned, startSweepers } from './sweeper'
export { vantageSweeper } from './vantages'
export { zoneComparisonSweeper } from './zone-comparison'
export { zoneReachSweeper } from './zone-reach'

/** Sweepers that need nothing of the worker's own. One worker runs each; two may do so at the same time. */
export const sweepers: readonly Sweeper[] = [
  { name: 'audit chainer', everyMs: 1_000, whileHeld: true, run: chainAudit },
  { name: 'purge after grace', everyMs: 10_000, run: purgeAfterGrace },
  { name: 'relocations', everyMs: 1_000, run: driveRelocations },
  { name: 'failures', everyMs: 2_000, run: followFailures },
  { name: 'news of incidents', everyMs: 2_000, run: notifyIncidents },
  { name: 'usage on silent hosts', everyMs: 2_000, run: meterSilentHosts },
  { name: 'servers of lost hosts', everyMs: 2_000, run: markLostServers },
  { name: 'recoveries of servers', everyMs: 1_000, run: startRecoveries },
  { name: 'news of recoveries', everyMs: 2_000, run: notifyRecoveredServers },
  { name: 'news of silent hosts', everyMs: 2_000, run: notifySilentHosts },
  { name: 'maintenance', everyMs: 2_000, run: followMaintenance },
  { name: 'status page', everyMs: 30_000, run: keepStatus },
  { name: 'capacity samples', everyMs: 600_000, run: sampleCapacity },
  { name: 'lifetimes of servers', everyMs: 1_800_000, run: learnLifetimes },
  { name: 'schedules', everyMs: 5_000, run: takeScheduled },
  { name: 'retention', everyMs: 10_000, run: pruneScheduled },
  { name: 'hypervisors', everyMs: 60_000, run: rereadStale },
  { name: 'means of metrics', everyMs: 20_000, run: rollUpMetrics },
  { name: 'partitions of metrics', everyMs: 600_000, run: keepMetricPartitions },
  { name: 'old metrics', everyMs: 20_000, run: pruneMetrics },
  { name: 'traffic', everyMs: 60_000, run: countTraffic },
  { name: 'old measurements', everyMs: 3_600_000, run: sweepEvents },
  { name: 'quota requests', everyMs: 2_000, run: reviewQuotaRequests },
  { name: 'budgets', everyMs: 60_000, run: alertBudgets },
  { name: 'events', everyMs: 1_000, run: publishEvents },
  { name: 'old events', everyMs: 3_600_000, run: sweepOldEvents },
  { name: 'webhooks', everyMs: 1_000, group: 'servers', overlaps: true, run: (ctx) => deliverDue(ctx) },
  { name: 'old deliveries', everyMs: 3_600_000, run: sweepDeliveries },
  { name: 'e-invoices', everyMs: 5_000, run: (ctx) => deliverDocuments(ctx) },
  { name: 'payments to tell', everyMs: 5_000, run: (ctx) => reportPayments(ctx) },
  { name: 'declarations', everyMs: 1_800_000, run: createDueDeclarations },
  { name: 'declarations to send', everyMs: 10_000, run: (ctx) => sendDeclarations(ctx) },
  { name: 'card refunds', everyMs: 2_000, run: followCardRefunds },
  { name: 'card payments', everyMs: 2_000, run: followCardPayments },
  { name: 'scheduled exports', everyMs: 5_000, overlaps: true, run: (ctx) => deliverExports(ctx) },
  { name: 'old exports', everyMs: 3_600_000, run: sweepExports },
  { name: 'costs of days', everyMs: 600_000, run: watchCosts },
  { name: 'ends of certificates', everyMs: 600_000, run: notifyEndingCertificates },
  { name: 'commitments', everyMs: 5_000, run: advanceCommitments },
  { name: 'error budgets', everyMs: 30_000, run: alertBurn },
  { name: 'service levels of months', everyMs: 20_000, run: assessDueMonths },
  { name: 'billing calendar', everyMs: 300_000, run: startDueRun },
  { name: 'dunning', everyMs: 600_000, run: sendDunning },
  { name: 'tickets', everyMs: 30_000, run: sweepTickets },
  { name: 'held orders', everyMs: 10_000, run: sweepHolds },
  { name: 'postponed orders', everyMs: 10_000, run: retryPostponed },
  { name: 'orders over purchase orders', everyMs: 30_000, run: retryOverPurchaseOrders },
  { name: 'purchase orders', everyMs: 300_000, run: alertPurchaseOrders },
  { name: 'expiry', everyMs: 60_000, whileHeld: true, run: (ctx, stop) => sweepExpired(ctx, stop) },
]
