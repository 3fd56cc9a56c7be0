import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext, Surface } from '~/lib/kernel/op-context'
import { operatedProjects, visibleProjects } from '~/lib/kernel/project-scope'
import type { Settings, TransactionSql } from './begin-at-once.ts'
import { isDatabaseLost } from './lost-database.ts'
import { openPool, type Pool, type Tx } from './open-pool.ts'

export type { Tx }

/** `sagas`: what a customer waits for does not queue behind what workers look after at intervals. */
type Lane = 'usual' | 'sagas'

const pools = new Map<string, Pool>()
const urls = new Map<Surface, string>()
const insideTransaction = new AsyncLocalStorage<{ jobs: number }>()

/** Tell which database URL each role uses; a process of the product only has its own (`DATABASE_URL`). */
export function configureDatabase(byRole: Partial<Record<Surface, string>>): void {
  for (const [role, url] of Object.entries(byRole) as [Surface, string][]) urls.set(role, url)
}

function urlFor(role: Surface): string {
  const url =
    urls.get(role) ?? (role === (process.env.SURFACE ?? 'worker') ? process.env.DATABASE_URL : undefined)
  // Fail closed: a process that has no credential of this role must not fall back to another.
  if (!url) throw new Error(`no database URL for the role ${role}`)
  return url
}

function pool(role: Surface, lane: Lane = 'usual'): Pool {
  const key = `${role} ${lane}`
  const existing = pools.get(key)
  if (existing) return existing
  const created = openPool({
    url: urlFor(role),
    max: Number(process.env.DATABASE_POOL_SIZE ?? 10),
    applicationName: lane === 'usual' ? `andromede-${role}` : `andromede-${role}-${lane}`,
    readsByDefault: true,
  })
  pools.set(key, created)
  return created
}

/** Close every pool; the process may end. */
export async function closeDatabase(): Promise<void> {
  const open = [...pools.values()]
  pools.clear()
  untold.clear()
  await Promise.all(open.map((each) => each.close()))
}

/** The raw client of a role, for its health. Tenant tables are reached through `with…` only. */
export function rawClient(role: Surface): Pick<Pool, 'unsafe'> {
  return pool(role)
}

/** A transaction of the raw client, for a package that speaks SQL of its own. */
export function rawTransaction<T>(role: Surface, run: (sql: TransactionSql) => Promise<T>): Promise<T> {
  return pool(role).begin(run)
}

async function transaction<T>(
  role: Surface,
  settings: Settings,
  run: (tx: Tx) => Promise<T>,
  lane: Lane = 'usual',
): Promise<T> {
  // A second connection inside a transaction reads stale data, escapes rollback and can deadlock the pool.
  invariant(!insideTransaction.getStore(), 'a transaction is already open: pass its tx on')
  const inside = { jobs: 0 }
  const done = insideTransaction.run(inside, () => pool(role, lane).transaction(run, settings))
  const result = await (role === 'portal' || role === 'operator' ? done.catch(refuseWhenLost) : done)
  if (inside.jobs > 0) wakeWorkers(role, inside.jobs)
  return result
}

/** The open transaction enqueues a job: workers are told once it has committed. */
export function noteJob(count = 1): void {
  const inside = insideTransaction.getStore()
  if (inside) inside.jobs += count
}

/** Jobs of committed transactions that no worker has been told of; an entry while somebody is telling. */
const untold = new Map<Surface, number>()

/** Jobs of so long are told together once one has been told at once: telling is a transaction too. */
const tellingMilliseconds = 10

/**
 * Tell the workers, outside any transaction: one that notifies holds a lock of the whole server until its commit
 * is on disk, so those that did would commit one after the other. Asked while one is being told, all are told
 * together. A notice that is lost costs two seconds: workers look by themselves.
 */
function wakeWorkers(role: Surface, jobs: number): void {
  const waiting = untold.get(role)
  untold.set(role, (waiting ?? 0) + jobs)
  if (waiting === undefined) void tellWorkers(role)
}

async function tellWorkers(role: Surface): Promise<void> {
  try {
    for (let jobs = untold.get(role); jobs; jobs = untold.get(role)) {
      untold.set(role, 0)
      await pool(role).db.execute(
        sql`select set_config('synchronous_commit', 'off', true), queue_api.wake_workers(${jobs}::int)`,
      )
      await setTimeout(tellingMilliseconds)
    }
  } catch (error) {
    log.debug({ err: error }, 'no worker could be told of a job')
  } finally {
    untold.delete(role)
  }
}

/** People are told to ask again; the worker's engine has its own rules for a database that is away. */
function refuseWhenLost(error: unknown): never {
  if (!isDatabaseLost(error)) throw error
  log.warn({ err: error }, 'the database did not answer')
  throw new DomainError('unavailable', { cause: error })
}

/**
 * Run `run` in one transaction that sees the tenant rows of the context's organisation alone (portal), of them those
 * of the projects the member may see, and changes what it operates, as decided by row-level security. The worker and
 * the operator see all organisations and use `withSystem` and `withStaff`.
 *
 * @throws DomainError `not_found` when the context has no organisation
 */
export async function withOrganisation<T>(
  ctx: OpContext,
  run: (tx: Tx, organisationId: Id<'organisation'>) => Promise<T>,
): Promise<T> {
  if (!ctx.membership) throw new DomainError('not_found', { internal: 'no organisation in the context' })
  const { organisationId } = ctx.membership
  const accountId = ctx.actor.kind === 'account' ? ctx.actor.accountId : ''
  return transaction(
    ctx.surface,
    {
      'app.organisation_id': organisationId,
      'app.account_id': accountId,
      'app.visible_projects': scope(visibleProjects(ctx.membership)),
      'app.operated_projects': scope(operatedProjects(ctx.membership)),
    },
    (tx) => run(tx, organisationId),
  )
}

/**
 * What counts for the organisation as a whole (a cap, a budget) is counted over all its projects, also for a member who
 * sees some of them alone. What comes of `run` must not be shown to them. A `run` that throws ends the transaction.
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

/** Whether this transaction sees some projects of the organisation alone. */
export async function isNarrowed(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ scope: string | null }>(
    sql`select current_setting('app.visible_projects', true) as scope`,
  )
  return Boolean(row?.scope)
}

/** Empty for every project; a member of none has a name that no project has. */
const scope = (projects: readonly string[] | null) => (projects ? projects.join(',') || 'none' : '')

/** A transaction that sees what belongs to the signed-in account: sign-in, invitations, choosing an organisation. */
export async function withAccount<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  const accountId = ctx.actor.kind === 'account' ? ctx.actor.accountId : ''
  return transaction(ctx.surface, { 'app.account_id': accountId }, run)
}

/** Inside an account's transaction, from here on act in this organisation (sign-up creates one). */
export async function enterOrganisation(tx: Tx, organisationId: Id<'organisation'>): Promise<void> {
  await tx.execute(sql`select set_config('app.organisation_id', ${organisationId}, true)`)
}

/**
 * Inside an organisation's transaction, from here on make what this project orders: what somebody ordered rightly is
 * carried out by whoever agrees to it, who has no technical right of their own.
 */
export async function enterProject(tx: Tx, projectId: Id<'project'>): Promise<void> {
  await tx.execute(sql`select set_config('app.operated_projects', ${projectId}, true)`)
}

/** Inside a transaction of somebody not yet signed in, from here on act as this account (sign-up, confirmation). */
export async function enterAccount(tx: Tx, accountId: Id<'account'>): Promise<void> {
  await tx.execute(sql`select set_config('app.account_id', ${accountId}, true)`)
}

/** A transaction of the operator's site: sees all organisations, by the operator role's policies. */
export async function withStaff<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  invariant(ctx.surface === 'operator', 'staff act on the operator surface only')
  return transaction('operator', {}, run)
}

/** A transaction of the worker or the command line. */
export async function withSystem<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  invariant(ctx.actor.kind === 'system', 'only the system acts as the worker')
  return transaction('worker', {}, run)
}

/** The same for the engine of sagas, on connections of its own. */
export async function withSagas<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  invariant(ctx.actor.kind === 'system', 'only the system carries sagas out')
  return transaction('worker', {}, run, 'sagas')
}

/** A transaction over rows that belong to no organisation (catalogue, sessions, health), as this surface's role. */
export async function withShared<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(ctx.surface, {}, run)
}
