import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { readVariable } from '~/lib/kernel/configuration/read'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import { addSource, isRecording, observe, secondsSince } from '~/lib/kernel/metrics/recorder'
import type { OpContext, Surface } from '~/lib/kernel/op-context'
import { operatedProjects, visibleProjects } from '~/lib/kernel/project-scope'
import { inChildSpan } from '~/lib/kernel/tracing/tracer'
import type { Settings, TransactionSql } from './connections/begin-at-once.ts'
import { isDatabaseLost } from './connections/lost-database.ts'
import { openPool, type Pool, type Tx } from './connections/open-pool.ts'
import { openSharedTransactions, type SharedTransactions } from './connections/shared-transactions.ts'

export type { Tx }

/**
 * `sagas` has its own pool: work that a customer waits for does not queue behind periodic work. `replica` reads a standby,
 * see `replica.ts`.
 */
type Lane = 'usual' | 'sagas' | 'replica'

const pools = new Map<string, { name: string; pool: Pool }>()
const urls = new Map<Surface, string>()
let replicaUrls: Partial<Record<Surface, string>> | null = null
/** A page waits for it before it reads the primary. */
const replicaConnectSeconds = 2
/** More than a statement may take (`role-settings.ts`). */
const replicaAnswerSecondsMax = 20
let replicaAnswerSeconds = replicaAnswerSecondsMax
/** The name of each pool in metrics. A process has one role: its replica needs no name of its own. */
const poolName = (role: Surface, lane: Lane) =>
  lane === 'usual' ? role : lane === 'replica' ? lane : `${role}-${lane}`
const connectionsMax = () => Number(readVariable('DATABASE_POOL_SIZE'))
const insideTransaction = new AsyncLocalStorage<{ jobs: number }>()
const sharingTurn = new AsyncLocalStorage<{ writesLeft: number; untilMs: number }>()
const marking = new AsyncLocalStorage<(tx: Tx) => Promise<void>>()
const shared = new Map<Surface, SharedTransactions>()
const sharedWritesMax = 4
const sharedMostMs = 1_000

/** Set the database URL of each role. A process of the product knows only its own (`DATABASE_URL`). */
export function configureDatabase(byRole: Partial<Record<Surface, string>>): void {
  for (const [role, url] of Object.entries(byRole) as [Surface, string][]) urls.set(role, url)
}

/** The same for the replica; null for what the process has (`REPLICA_DATABASE_URL`). */
export function configureReplica(
  byRole: Partial<Record<Surface, string>> | null,
  answerSeconds = replicaAnswerSecondsMax,
): void {
  replicaUrls = byRole
  replicaAnswerSeconds = answerSeconds
}

/** The address of the replica for this role, if there is one. */
export function replicaUrlFor(role: Surface): string | undefined {
  if (replicaUrls) return replicaUrls[role]
  return role === (readVariable('SURFACE') ?? 'worker') ? readVariable('REPLICA_DATABASE_URL') : undefined
}

function urlFor(role: Surface, lane: Lane): string {
  if (lane === 'replica') {
    const replica = replicaUrlFor(role)
    invariant(replica !== undefined, 'a replica is read only where there is one')
    return replica
  }
  const url =
    urls.get(role) ??
    (role === (readVariable('SURFACE') ?? 'worker') ? readVariable('DATABASE_URL') : undefined)
  // Fail closed: a process without a credential for this role must not use another role's.
  if (!url) throw new Error(`no database URL for the role ${role}`)
  return url
}

function pool(role: Surface, lane: Lane = 'usual'): Pool {
  const key = lane === 'usual' ? role : `${role}-${lane}`
  const existing = pools.get(key)
  if (existing) return existing.pool
  const created = openPool({
    url: urlFor(role, lane),
    max: connectionsMax(),
    applicationName: `andromede-${key}`,
    ...(lane === 'replica' && {
      access: 'read only' as const,
      connectSeconds: replicaConnectSeconds,
      silence: {
        seconds: replicaAnswerSeconds,
        onSilence: () => {
          if (pools.get(key)?.pool === created) pools.delete(key)
        },
      },
    }),
  })
  pools.set(key, { name: poolName(role, lane), pool: created })
  return created
}

addSource(() =>
  [...pools.values()].flatMap(({ name, pool: each }) => {
    const { running, waiting } = each.counts()
    return [
      { metric: 'poolSize', labels: { pool: name }, value: connectionsMax() },
      { metric: 'poolTransactions', labels: { pool: name, state: 'running' }, value: running },
      { metric: 'poolTransactions', labels: { pool: name, state: 'waiting' }, value: waiting },
    ] as const
  }),
)

/** Close all pools, so that the process can end. */
export async function closeDatabase(): Promise<void> {
  const open = [...pools.values()]
  pools.clear()
  pendingWakeUps.clear()
  await Promise.all(open.map((each) => each.pool.close()))
}

/** The raw client of a role, for health checks. Tenant tables are accessible through the `with…` functions only. */
export function rawClient(role: Surface): Pick<Pool, 'unsafe'> {
  return pool(role)
}

/** A transaction of the raw client, for a package that writes its own SQL. */
export function rawTransaction<T>(role: Surface, run: (sql: TransactionSql) => Promise<T>): Promise<T> {
  return pool(role).begin(run)
}

function transaction<T>(
  role: Surface,
  settings: Settings,
  run: (tx: Tx) => Promise<T>,
  lane: Lane = 'usual',
): Promise<T> {
  const attributes = { 'db.system.name': 'postgresql', 'andromede.pool': poolName(role, lane) }
  return inChildSpan('transaction', { kind: 'client', attributes }, () => begin(role, settings, run, lane))
}

async function begin<T>(
  role: Surface,
  settings: Settings,
  run: (tx: Tx) => Promise<T>,
  lane: Lane,
): Promise<T> {
  // A second connection inside a transaction reads stale data, escapes rollback and can deadlock the pool.
  invariant(!insideTransaction.getStore(), 'a transaction is already open: pass its tx on')
  const inside = { jobs: 0 }
  const own = () => insideTransaction.run(inside, () => pool(role, lane).transaction(run, settings))
  const turn = sharingTurn.getStore()
  const mayShare = turn && turn.writesLeft > 0 && performance.now() < turn.untilMs
  const isShared = mayShare && lane === 'usual' && Object.keys(settings).length === 0
  const begun = isShared ? inShared(role, inside, run, own) : own()
  const done = isRecording() ? measured(begun, poolName(role, lane)) : begun
  const result = await (role === 'portal' || role === 'operator' ? done.catch(refuseWhenLost) : done)
  if (inside.jobs > 0) wakeWorkers(role, inside.jobs)
  return result
}

/**
 * While `run` reads, its transactions are shared with others that run this way at the same time: see
 * `shared-transactions.ts`. After a few changes it has work to do, and after a second it has waited enough for others:
 * then it gets its own connections.
 */
export function sharingTransactions<T>(run: () => Promise<T>): Promise<T> {
  return sharingTurn.run({ writesLeft: sharedWritesMax, untilMs: performance.now() + sharedMostMs }, run)
}

async function inShared<T>(
  role: Surface,
  inside: { jobs: number },
  run: (tx: Tx) => Promise<T>,
  own: () => Promise<T>,
): Promise<T> {
  const lines = shared.get(role) ?? openSharedTransactions((serve) => pool(role).transaction(serve))
  shared.set(role, lines)
  // Log lines and the transaction's own state belong to the caller, not to the first of those that share.
  const work = AsyncResource.bind((tx: Tx) => insideTransaction.run(inside, () => run(tx)))
  const { value, hasWritten } = await lines.run(work, async () => ({ value: await own(), hasWritten: true }))
  const turn = sharingTurn.getStore()
  if (turn && hasWritten) turn.writesLeft -= 1
  return value
}

async function measured<T>(transaction: Promise<T>, name: string): Promise<T> {
  const startedAt = performance.now()
  let outcome = 'rolled_back'
  try {
    const result = await transaction
    outcome = 'committed'
    return result
  } finally {
    observe('transactionSeconds', { pool: name, outcome }, secondsSince(startedAt))
  }
}

/** Count a job enqueued by the open transaction: workers are woken after the commit. */
export function countEnqueuedJob(count = 1): void {
  const inside = insideTransaction.getStore()
  if (inside) inside.jobs += count
}

/** Committed jobs for which workers have not been woken yet; an entry exists while a wake-up is being sent. */
const pendingWakeUps = new Map<Surface, number>()

/** After the first wake-up, further ones within 10 ms are batched: each wake-up costs a transaction. */
const wakeUpIntervalMs = 10

/**
 * Wake the workers, outside any transaction: NOTIFY holds a server-wide lock until its commit is on disk, so
 * notifying transactions would commit one after the other. Requests that arrive while a wake-up is being sent are
 * batched into the next one. A lost wake-up costs two seconds: workers also poll.
 */
function wakeWorkers(role: Surface, jobs: number): void {
  const waiting = pendingWakeUps.get(role)
  pendingWakeUps.set(role, (waiting ?? 0) + jobs)
  if (waiting === undefined) void sendWakeUps(role)
}

async function sendWakeUps(role: Surface): Promise<void> {
  try {
    for (let jobs = pendingWakeUps.get(role); jobs; jobs = pendingWakeUps.get(role)) {
      pendingWakeUps.set(role, 0)
      await pool(role).db.execute(
        sql`select set_config('synchronous_commit', 'off', true), queue_api.wake_workers(${jobs}::int)`,
      )
      await setTimeout(wakeUpIntervalMs)
    }
  } catch (error) {
    log.debug({ err: error }, 'workers could not be woken for a job')
  } finally {
    pendingWakeUps.delete(role)
  }
}

/** Users get an error that asks them to retry; the job queue has its own rules for a lost database. */
function refuseWhenLost(error: unknown): never {
  if (!isDatabaseLost(error)) throw error
  log.warn({ err: error }, 'the database did not answer')
  throw new DomainError('unavailable', { cause: error })
}

/**
 * Run `run` in one transaction in which row-level security shows only the tenant rows of the context's organisation
 * (portal), limited to the projects that the member may see, and allows changes only in the projects that the member
 * may operate. The worker and the operator see all organisations and use `withSystem` and `withStaff`.
 *
 * @throws DomainError `not_found` when the context has no organisation
 */
export async function withOrganisation<T>(
  ctx: OpContext,
  run: (tx: Tx, organisationId: Id<'organisation'>) => Promise<T>,
): Promise<T> {
  const { organisationId, settings } = organisationScope(ctx)
  const mark = marking.getStore()
  return transaction(ctx.surface, { ...settings, ...languageOf(ctx) }, async (tx) => {
    const result = await run(tx, organisationId)
    if (mark) await mark(tx)
    return result
  })
}

/** While `run` works, each transaction of an organisation ends with `mark`, in the same transaction. */
export function markingWrites<T>(mark: (tx: Tx) => Promise<void>, run: () => Promise<T>): Promise<T> {
  return marking.run(mark, run)
}

/** What row-level security reads in a transaction of this member. @throws DomainError `not_found` */
function organisationScope({ membership, actor }: OpContext) {
  if (!membership) throw new DomainError('not_found', { internal: 'no organisation in the context' })
  const { organisationId } = membership
  const settings = {
    'app.organisation_id': organisationId,
    'app.account_id': actor.kind === 'account' ? actor.accountId : '',
    'app.visible_projects': scope(visibleProjects(membership)),
    'app.operated_projects': scope(operatedProjects(membership)),
  }
  return { organisationId, settings }
}

/** A read-only transaction on the replica with the role, and with the policies, that this context has on the primary. */
export function withReplica<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  const settings = ctx.membership ? organisationScope(ctx).settings : {}
  return transaction(ctx.surface, { ...settings, ...languageOf(ctx) }, run, 'replica')
}

/**
 * Run `run` across all projects of the organisation, for limits of the whole organisation (a cap, a budget), even
 * for a member who sees only some projects. The result must not be shown to the member. An error in `run` ends the
 * transaction.
 */
export async function acrossProjects<T>(tx: Tx, run: () => Promise<T>): Promise<T> {
  const [before] = await tx.execute<{ scope: string | null }>(
    sql`select current_setting('app.visible_projects', true) as scope`,
  )
  await tx.execute(sql`select set_config('app.visible_projects', '', true)`)
  const result = await run()
  await tx.execute(sql`select set_config('app.visible_projects', ${before?.scope ?? ''}, true)`)
  return result
}

/** Whether this transaction sees only some projects of the organisation. */
export async function isNarrowed(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ scope: string | null }>(
    sql`select current_setting('app.visible_projects', true) as scope`,
  )
  return Boolean(row?.scope)
}

/** The language in which statements name what has a name in two: see `db/expressions/bundle-name.ts`. French needs no setting. */
const languageOf = ({ locale }: OpContext): Settings => (locale === 'en' ? { 'app.locale': locale } : {})

/** Empty means every project; a member of no project gets a name that no project has. */
const scope = (projects: readonly string[] | null) => (projects ? projects.join(',') || 'none' : '')

/** A transaction that sees the rows of the signed-in account: sign-in, invitations, choosing an organisation. */
export async function withAccount<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  const accountId = ctx.actor.kind === 'account' ? ctx.actor.accountId : ''
  return transaction(ctx.surface, { 'app.account_id': accountId }, run)
}

/** A transaction that sees the one token whose secret has this hash: before its organisation is known. */
export async function withPresentedToken<T>(
  ctx: OpContext,
  secretHash: string,
  run: (tx: Tx) => Promise<T>,
): Promise<T> {
  return transaction(ctx.surface, { 'app.presented_token': secretHash }, run)
}

/** Inside an account's transaction, act in this organisation from here on (sign-up creates one). */
export async function enterOrganisation(tx: Tx, organisationId: Id<'organisation'>): Promise<void> {
  await tx.execute(sql`select set_config('app.organisation_id', ${organisationId}, true)`)
}

/**
 * Inside an organisation's transaction, create the resources that this project orders from here on: an approver
 * carries out the order without technical rights of their own.
 */
export async function enterProject(tx: Tx, projectId: Id<'project'>): Promise<void> {
  await tx.execute(sql`select set_config('app.operated_projects', ${projectId}, true)`)
}

/** Inside a transaction without a signed-in account, act as this account from here on (sign-up, confirmation). */
export async function enterAccount(tx: Tx, accountId: Id<'account'>): Promise<void> {
  await tx.execute(sql`select set_config('app.account_id', ${accountId}, true)`)
}

/** A transaction of the operator's site; the policies of its role show all organisations. */
export async function withStaff<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  invariant(ctx.surface === 'operator', 'staff act on the operator surface only')
  return transaction('operator', languageOf(ctx), run)
}

/** A transaction of the worker or the command line; it sees all organisations. */
export async function withSystem<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  invariant(ctx.actor.kind === 'system', 'only the system acts as the worker')
  return transaction('worker', {}, run)
}

/** Like `withSystem`, on the separate connections of the saga engine. */
export async function withSagas<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  invariant(ctx.actor.kind === 'system', 'only the system carries sagas out')
  return transaction('worker', {}, run, 'sagas')
}

/** A transaction on rows that belong to no organisation (catalogue, sessions, health), as this surface's role. */
export async function withShared<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(ctx.surface, languageOf(ctx), run)
}
