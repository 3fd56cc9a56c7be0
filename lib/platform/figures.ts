import type { Tx } from '~/db/client'
import type { ProcessRow } from './queries/figures'
import {
  type CertificateEnds,
  countDueWebhooks,
  countJobs,
  countOpenDrifts,
  countOpenSagas,
  countUndecidedSendings,
  countUnsentDocuments,
  findCertificateEnds,
  listProcesses,
  listZoneStates,
  type OpenDrifts,
  type OpenSagas,
  type QueuedJobs,
  type Waiting,
  type ZoneState,
} from './queries/figures'

export const channels = [
  'mails',
  'deferred_mails',
  'webhooks',
  'einvoices',
  'payments',
  'declarations',
  'undecided',
] as const
export type Channel = (typeof channels)[number]

export type ProcessState = 'ready' | 'not_ready' | 'silent'
export type ProcessFigure = Omit<ProcessRow, 'sweepers' | 'circuits' | 'keys' | 'login' | 'furtherLogins'> & {
  state: ProcessState
}
export type SweeperFigure = {
  name: string
  everyMs: number
  /** When a run last succeeded in any live worker; null when in none since their start. */
  succeededAt: Date | null
  /** When the first of the live workers that have it started. */
  knownSince: Date
}

/** The state of the whole installation at one moment. Metrics and the operator's page show these and compute no others. */
export type Figures = {
  readAt: Date
  processes: ProcessFigure[]
  sagas: OpenSagas[]
  jobs: QueuedJobs[]
  sweepers: SweeperFigure[]
  backlogs: (Waiting & { channel: Channel })[]
  drifts: OpenDrifts[]
  zones: (ZoneState & { isCircuitOpen: boolean })[]
  certificates: CertificateEnds
}

/** A process writes every fifteen seconds. */
const silentAfterMs = 45_000

/** Reads all figures; a few short queries on indexes, by the role of the worker or of the operator's site. */
export async function readFigures(tx: Tx, now: Date): Promise<Figures> {
  const rows = await listProcesses(tx)
  const jobs = await countJobs(tx)
  const isSilent = ({ seenAt }: ProcessRow) => now.getTime() - seenAt.getTime() > silentAfterMs
  const live = rows.filter((row) => !isSilent(row))
  const openCircuits = new Set(
    live.flatMap(({ circuits }) => Object.keys(circuits).filter((service) => circuits[service])),
  )
  const zones = await listZoneStates(tx)
  return {
    readAt: now,
    processes: rows.map(
      ({ sweepers: _, circuits: __, keys: ___, login: ____, furtherLogins: _____, ...row }) => ({
        ...row,
        state:
          now.getTime() - row.seenAt.getTime() > silentAfterMs
            ? 'silent'
            : row.isReady
              ? 'ready'
              : 'not_ready',
      }),
    ),
    sagas: await countOpenSagas(tx),
    jobs,
    sweepers: latestRuns(live),
    backlogs: [
      { channel: 'mails', ...mailsOf(jobs, 'send_mail') },
      { channel: 'deferred_mails', ...mailsOf(jobs, 'send_deferred_mail') },
      { channel: 'webhooks', ...(await countDueWebhooks(tx, now)) },
      ...(await documentsOf(tx)),
      { channel: 'undecided', ...(await countUndecidedSendings(tx)) },
    ],
    drifts: await countOpenDrifts(tx),
    zones: zones.map((zone) => ({ ...zone, isCircuitOpen: openCircuits.has(`incus-${zone.zone}`) })),
    certificates: await findCertificateEnds(tx, now),
  }
}

/** Each mail has a job until it is sent. */
function mailsOf(jobs: readonly QueuedJobs[], job: 'send_mail' | 'send_deferred_mail'): Waiting {
  const mails = jobs.find(({ task }) => task === job)
  return { waiting: mails?.waiting ?? 0, since: mails?.oldestWaitingAt ?? null }
}

async function documentsOf(tx: Tx): Promise<Figures['backlogs']> {
  const { einvoices, payments, declarations } = await countUnsentDocuments(tx)
  return [
    { channel: 'einvoices', ...einvoices },
    { channel: 'payments', ...payments },
    { channel: 'declarations', ...declarations },
  ]
}

function latestRuns(live: readonly ProcessRow[]): SweeperFigure[] {
  const byName = new Map<string, SweeperFigure>()
  for (const { sweepers, startedAt } of live)
    for (const [name, { everyMs, succeededAt }] of Object.entries(sweepers)) {
      const known = byName.get(name)
      const at = [known?.succeededAt, succeededAt === null ? null : new Date(succeededAt)]
        .filter((each) => each != null)
        .sort((a, b) => b.getTime() - a.getTime())[0]
      byName.set(name, {
        name,
        everyMs,
        succeededAt: at ?? null,
        knownSince: known && known.knownSince < startedAt ? known.knownSince : startedAt,
      })
    }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The worker that exports the figures: the first of those that live, so that several do not each ask. */
export function isFirstWorker(figures: Pick<Figures, 'processes'>, workerId: string): boolean {
  const first = figures.processes.find(({ kind, state }) => kind === 'worker' && state !== 'silent')
  return first?.id === workerId
}
