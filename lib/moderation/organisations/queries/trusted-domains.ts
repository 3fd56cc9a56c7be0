import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { trustedEmailDomains } from '~/db/schema/identity/directory'

/** E-mail domains that moderators approved for this legal unit. */
export async function listTrustedDomains(tx: Tx, siren: string): Promise<string[]> {
  const rows = await tx
    .select({ domain: trustedEmailDomains.domain })
    .from(trustedEmailDomains)
    .where(eq(trustedEmailDomains.siren, siren))
    .orderBy(asc(trustedEmailDomains.domain))
  return rows.map((row) => row.domain)
}

/** Keeps the name of the first moderator who approved it. */
export async function insertTrustedDomain(
  tx: Tx,
  row: typeof trustedEmailDomains.$inferInsert,
): Promise<void> {
  await tx.insert(trustedEmailDomains).values(row).onConflictDoNothing()
}

/** Returns whether the domain was approved until now. */
export async function deleteTrustedDomain(tx: Tx, siren: string, domain: string): Promise<boolean> {
  const gone = await tx
    .delete(trustedEmailDomains)
    .where(and(eq(trustedEmailDomains.siren, siren), eq(trustedEmailDomains.domain, domain)))
    .returning({ domain: trustedEmailDomains.domain })
  return gone.length > 0
}
