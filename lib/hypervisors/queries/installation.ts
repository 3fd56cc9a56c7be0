import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { installationFacts } from '~/db/schema/operations'

const name = 'installation_id'

/** Returns the id of this installation; sets it to `candidate` when there is none. */
export async function ensureInstallationId(tx: Tx, candidate: string): Promise<string> {
  await tx.insert(installationFacts).values({ name, value: candidate }).onConflictDoNothing()
  const [row] = await tx
    .select({ value: installationFacts.value })
    .from(installationFacts)
    .where(eq(installationFacts.name, name))
  return row?.value ?? candidate
}
