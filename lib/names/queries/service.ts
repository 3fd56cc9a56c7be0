import { eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { nameServiceSecrets, nameServices } from '~/db/schema/names'

export type NameService = typeof nameServices.$inferSelect

/** The DNS server of the installation; null when none is configured. */
export async function findNameService(tx: Tx): Promise<NameService | null> {
  const [row] = await tx.select().from(nameServices)
  return row ?? null
}

/** The same, locked: what is entered for it depends on what is stored. */
export async function findNameServiceForUpdate(tx: Tx): Promise<NameService | null> {
  const [row] = await tx.select().from(nameServices).for('update')
  return row ?? null
}

/** The sealed key of the API at this address; null when another one was configured meanwhile. */
export async function findSealedKey(tx: Tx, baseUrl: string): Promise<string | null> {
  const [row] = await tx
    .select({ keySealed: nameServiceSecrets.keySealed })
    .from(nameServiceSecrets)
    .innerJoin(nameServices, eq(nameServices.baseUrl, baseUrl))
  return row?.keySealed ?? null
}

/**
 * Leases the DNS server to `holder`, or extends its lease, by the database's clock. Null while another worker holds it,
 * and while rows that were restored must not leave.
 */
export async function leaseNameService(
  tx: Tx,
  { holder, seconds }: { holder: string; seconds: number },
): Promise<NameService | null> {
  const [row] = await tx
    .update(nameServices)
    .set({ leaseHolder: holder, leaseUntil: sql`clock_timestamp() + make_interval(secs => ${seconds})` })
    .where(
      sql`(${nameServices.leaseUntil} is null or ${nameServices.leaseUntil} <= clock_timestamp()
        or ${nameServices.leaseHolder} = ${holder}) and not app.is_outside_held()`,
    )
    .returning()
  return row ?? null
}

export async function releaseNameService(tx: Tx, holder: string): Promise<void> {
  await tx
    .update(nameServices)
    .set({ leaseHolder: null, leaseUntil: null })
    .where(eq(nameServices.leaseHolder, holder))
}

export async function saveServiceFailure(
  tx: Tx,
  failure: { failureCode: string | null; failureText: string | null },
): Promise<void> {
  await tx
    .update(nameServices)
    .set(failure)
    .where(
      sql`(${nameServices.failureCode}, ${nameServices.failureText}) is distinct from
        (${failure.failureCode}::text, ${failure.failureText}::text)`,
    )
}

export async function saveComparedAt(tx: Tx, comparedAt: Date): Promise<void> {
  await tx.update(nameServices).set({ comparedAt })
}

/** After rows were lost: true until a comparison has succeeded. */
export async function awaitsComparison(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ awaits: boolean }>(sql`select app.names_await_comparison() as awaits`)
  return row?.awaits ?? true
}
