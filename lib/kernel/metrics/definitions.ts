/**
 * Every metric of the product. Labels take names of closed lists (routes of the build, jobs, zones), never ids: their
 * number does not grow with customers.
 */
type Definition = {
  /** Gauges are read when a scrape arrives; counters and histograms grow while the process runs. */
  kind: 'counter' | 'gauge' | 'histogram'
  name: `andromede_${string}`
  help: string
  labels: readonly string[]
  /** Upper bounds in seconds. */
  buckets?: readonly number[]
}

/** Recorded by each process about itself. */
const ofProcesses = {
  httpRequests: {
    kind: 'counter',
    name: 'andromede_http_requests_total',
    help: 'Requests that a site answered, by route and class of status.',
    labels: ['route', 'status'],
  },
  httpSeconds: {
    kind: 'histogram',
    name: 'andromede_http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer.',
    labels: ['route'],
    buckets: [0.25, 1],
  },
  httpDuration: {
    kind: 'histogram',
    name: 'andromede_site_response_duration_seconds',
    help: 'The same for all routes together, with finer bounds.',
    labels: [],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  },
  actions: {
    kind: 'counter',
    name: 'andromede_actions_total',
    help: 'Server actions by outcome: ok, refused (by a rule, told to the user), failed (an error of ours).',
    labels: ['action', 'outcome'],
  },
  actionSeconds: {
    kind: 'counter',
    name: 'andromede_action_seconds_total',
    help: 'Time spent in server actions.',
    labels: ['action'],
  },
  actionDuration: {
    kind: 'histogram',
    name: 'andromede_action_duration_seconds',
    help: 'Duration of a server action, all actions together.',
    labels: [],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  },
  signIns: {
    kind: 'counter',
    name: 'andromede_sign_ins_total',
    help: 'Attempts to sign in with a password, by outcome.',
    labels: ['outcome'],
  },
  transactionSeconds: {
    kind: 'histogram',
    name: 'andromede_database_transaction_duration_seconds',
    help: 'Duration of a database transaction, including the wait for a connection.',
    labels: ['pool', 'outcome'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
  },
  poolSize: {
    kind: 'gauge',
    name: 'andromede_database_pool_connections_max',
    help: 'Connections that the pool may open.',
    labels: ['pool'],
  },
  poolTransactions: {
    kind: 'gauge',
    name: 'andromede_database_pool_transactions',
    help: 'Transactions that run on a connection (running) or wait for one (waiting).',
    labels: ['pool', 'state'],
  },
  replicaReads: {
    kind: 'counter',
    name: 'andromede_replica_reads_total',
    help: 'Reads meant for the replica: read there, or on the primary, because it was what the outcome names.',
    labels: ['outcome'],
  },
  circuits: {
    kind: 'gauge',
    name: 'andromede_circuit_open',
    help: '1 while this process stops calling a service that kept failing.',
    labels: ['service'],
  },
  driverSeconds: {
    kind: 'histogram',
    name: 'andromede_driver_operation_duration_seconds',
    help: 'Duration of a call to a hypervisor, failed ones included.',
    labels: ['zone', 'operation'],
    buckets: [1, 15],
  },
  driverFailures: {
    kind: 'counter',
    name: 'andromede_driver_failures_total',
    help: 'Calls to a hypervisor that failed, by code.',
    labels: ['zone', 'code'],
  },
  sagaStepFailures: {
    kind: 'counter',
    name: 'andromede_saga_step_failures_total',
    help: 'Attempts at a step of a saga that failed; most are retried.',
    labels: ['kind'],
  },
  sagaStepSeconds: {
    kind: 'histogram',
    name: 'andromede_saga_step_duration_seconds',
    help: 'Duration of an attempt at a step of a saga, or at its compensation.',
    labels: ['kind'],
    buckets: [0.25, 2, 15, 60],
  },
  jobSeconds: {
    kind: 'histogram',
    name: 'andromede_job_duration_seconds',
    help: 'Duration of a job of the queue.',
    labels: ['task', 'outcome'],
    buckets: [0.1, 1, 30],
  },
  sweeperRuns: {
    kind: 'counter',
    name: 'andromede_sweeper_runs_total',
    help: 'Runs of a sweeper by this worker, by outcome.',
    labels: ['sweeper', 'outcome'],
  },
  sweeperSeconds: {
    kind: 'counter',
    name: 'andromede_sweeper_run_seconds_total',
    help: 'Time that this worker spent in a sweeper.',
    labels: ['sweeper'],
  },
  traceSpans: {
    kind: 'counter',
    name: 'andromede_trace_spans_total',
    help: 'Spans by what became of them: sent, failed (the collector refused), dropped (too many waited).',
    labels: ['outcome'],
  },
  consoles: {
    kind: 'gauge',
    name: 'andromede_consoles_open',
    help: 'Consoles that this gateway serves.',
    labels: [],
  },
  streams: {
    kind: 'gauge',
    name: 'andromede_streams_open',
    help: 'Streams of this site whose events make open pages refetch.',
    labels: [],
  },
  ready: {
    kind: 'gauge',
    name: 'andromede_process_ready',
    help: '1 while the readiness checks of this process hold.',
    labels: [],
  },
  process: {
    kind: 'gauge',
    name: 'andromede_process_info',
    help: 'Always 1: the kind of process, its version and the schema that it expects.',
    labels: ['kind', 'version', 'schema'],
  },
} as const satisfies Record<string, Definition>

/** Figures of the whole installation, which one worker reads from the database. */
const ofInstallation = {
  figuresRead: {
    kind: 'gauge',
    name: 'andromede_figures_read_timestamp_seconds',
    help: 'When the figures of the installation were read from the database.',
    labels: [],
  },
  sagasOpen: {
    kind: 'gauge',
    name: 'andromede_sagas_open',
    help: 'Sagas that have not ended, by kind and state.',
    labels: ['kind', 'state'],
  },
  sagasOldest: {
    kind: 'gauge',
    name: 'andromede_sagas_oldest_age_seconds',
    help: 'Age of the oldest saga that has not ended, by kind and state.',
    labels: ['kind', 'state'],
  },
  jobsDue: {
    kind: 'gauge',
    name: 'andromede_jobs_due',
    help: 'Jobs that are due and that no worker has taken.',
    labels: ['task'],
  },
  jobsLag: {
    kind: 'gauge',
    name: 'andromede_jobs_lag_seconds',
    help: 'How long the oldest due job waits for a worker.',
    labels: ['task'],
  },
  jobsFailed: {
    kind: 'gauge',
    name: 'andromede_jobs_given_up',
    help: 'Jobs that used up their attempts.',
    labels: ['task'],
  },
  processes: {
    kind: 'gauge',
    name: 'andromede_processes',
    help: 'Processes with a heartbeat within the hour, by state: ready, not_ready, silent.',
    labels: ['kind', 'state'],
  },
  sweeperSuccess: {
    kind: 'gauge',
    name: 'andromede_sweeper_last_success_timestamp_seconds',
    help: 'When a run of the sweeper last succeeded in any worker.',
    labels: ['sweeper'],
  },
  sweeperInterval: {
    kind: 'gauge',
    name: 'andromede_sweeper_interval_seconds',
    help: 'How often the sweeper runs.',
    labels: ['sweeper'],
  },
  backlog: {
    kind: 'gauge',
    name: 'andromede_backlog',
    help: 'What waits to be sent, by channel; undecided: in doubt after a restore, until two people decide.',
    labels: ['channel'],
  },
  backlogAge: {
    kind: 'gauge',
    name: 'andromede_backlog_oldest_age_seconds',
    help: 'How long the oldest item of a backlog waits; 0 when there is none.',
    labels: ['channel'],
  },
  drifts: {
    kind: 'gauge',
    name: 'andromede_drifts_open',
    help: 'Differences between a zone and our rows: held for a person, or open.',
    labels: ['zone', 'state'],
  },
  hosts: {
    kind: 'gauge',
    name: 'andromede_hosts_silent',
    help: 'Hosts of a zone that do not answer.',
    labels: ['zone'],
  },
  zonesReached: {
    kind: 'gauge',
    name: 'andromede_zone_reached_timestamp_seconds',
    help: 'When a worker last reached the hypervisor of a zone; absent before the first time.',
    labels: ['zone'],
  },
  certificates: {
    kind: 'gauge',
    name: 'andromede_certificate_days_left',
    help: 'Days until the first certificate ends: renewed by us, or uploaded by a customer.',
    labels: ['kind'],
  },
  certificatesFailed: {
    kind: 'gauge',
    name: 'andromede_certificate_orders_failed',
    help: "Orders of customers' certificates that were given up.",
    labels: [],
  },
} as const satisfies Record<string, Definition>

export const definitions = { ...ofProcesses, ...ofInstallation } as const

export type MetricName = keyof typeof definitions
export type Labels<N extends MetricName> = Record<(typeof definitions)[N]['labels'][number], string>
export type NamesOfKind<K extends Definition['kind']> = {
  [N in MetricName]: (typeof definitions)[N]['kind'] extends K ? N : never
}[MetricName]
