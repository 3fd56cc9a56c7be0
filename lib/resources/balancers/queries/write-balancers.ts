import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { balancers } from '~/db/schema/resources/balancers'
import type { ComparedZone } from '~/lib/hypervisors/rows'
import type { Id } from '~/lib/kernel/ids'

const isVerified = and(eq(balancers.state, 'active'), eq(balancers.unverified, false))
const isFreeToWrite = and(isVerified, sql`coalesce(${balancers.writingUntil} <= clock_timestamp(), true)`)
/** Restored, and otherwise on the hypervisor, or gone: a person decides. */
const notHeld = sql`not exists (select from drifts d where d.subject = ${balancers.id} and d.state = 'open' and d.held)`
/** No person has to decide about it first. */
export const isForWorkers = and(isVerified, notHeld)
/** A worker may write it now: also no failure is too recent, and its zone was compared since rows were lost. */
export const isWritable = (now: Date) =>
  and(
    isFreeToWrite,
    sql`(${balancers.retryAt} is null or ${balancers.retryAt} <= ${now.toISOString()}::timestamptz)`,
    sql`not app.awaits_comparison(${balancers.zoneId}, '')`,
    notHeld,
  )
const isWrittenBy = (id: Id<'balancer'>, holder: string) =>
  and(eq(balancers.id, id), eq(balancers.state, 'active'), eq(balancers.writingBy, holder))
const released = { writingBy: null, writingUntil: null }

export type ActiveBalancer = {
  id: Id<'balancer'>
  organisationId: Id<'organisation'>
  appliedDigest: string | null
  zone: ComparedZone
}

/** Active balancers with their zone: a worker compares the configuration of each with the one that is in force. */
export async function listActiveBalancers(tx: Tx, now: Date): Promise<ActiveBalancer[]> {
  return tx
    .select({
      id: balancers.id,
      organisationId: balancers.organisationId,
      appliedDigest: balancers.appliedDigest,
      zone: { id: zones.id, code: zones.code, driver: zones.driver },
    })
    .from(balancers)
    .innerJoin(zones, eq(zones.id, balancers.zoneId))
    .where(isWritable(now))
    .orderBy(asc(balancers.id))
}

/** Leases an active balancer to `holder` by the database's clock; false when another one writes it, or it is not active. */
export async function claimBalancerWrite(
  tx: Tx,
  id: Id<'balancer'>,
  { holder, leaseSeconds }: { holder: string; leaseSeconds: number },
): Promise<boolean> {
  const claimed = await tx
    .update(balancers)
    .set({ writingBy: holder, writingUntil: sql`clock_timestamp() + make_interval(secs => ${leaseSeconds})` })
    .where(and(eq(balancers.id, id), isFreeToWrite))
    .returning({ id: balancers.id })
  return claimed.length > 0
}

/** Whether the holder may go on: it has its lease, and the balancer was not deleted meanwhile. */
export async function mayStillWrite(tx: Tx, id: Id<'balancer'>, holder: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: balancers.id })
    .from(balancers)
    .where(and(isWrittenBy(id, holder), sql`${balancers.writingUntil} > clock_timestamp()`))
  return row !== undefined
}

/** Records this holder's success, which ends its lease. */
export async function markBalancerApplied(
  tx: Tx,
  id: Id<'balancer'>,
  { holder, digest: appliedDigest }: { holder: string; digest: string },
): Promise<void> {
  await tx
    .update(balancers)
    .set({ ...released, appliedDigest, failureCode: null, failureText: null, retryAt: null })
    .where(isWrittenBy(id, holder))
}

/** Records a failure, unless another worker writes it by now. */
export async function recordBalancerFailure(
  tx: Tx,
  id: Id<'balancer'>,
  { code: failureCode, text: failureText, retryAt }: { code: string; text: string; retryAt: Date },
): Promise<void> {
  await tx
    .update(balancers)
    .set({ failureCode, failureText, retryAt })
    .where(and(eq(balancers.id, id), isFreeToWrite))
}

/** Also of a balancer that was deleted meanwhile. */
export async function releaseBalancerWrite(tx: Tx, id: Id<'balancer'>, holder: string): Promise<void> {
  await tx
    .update(balancers)
    .set(released)
    .where(and(eq(balancers.id, id), eq(balancers.writingBy, holder)))
}

/** Whether no worker writes it and no person has to decide about it first. */
export async function isLeftToWorkers(tx: Tx, id: Id<'balancer'>): Promise<boolean> {
  const [row] = await tx
    .select({ id: balancers.id })
    .from(balancers)
    .where(and(eq(balancers.id, id), isFreeToWrite, notHeld))
  return row !== undefined
}

/** Whether a worker may still be writing it. */
export async function isBeingWritten(tx: Tx, id: Id<'balancer'>): Promise<boolean> {
  const [row] = await tx
    .select({ id: balancers.id })
    .from(balancers)
    .where(and(eq(balancers.id, id), sql`${balancers.writingUntil} > clock_timestamp()`))
  return row !== undefined
}
