import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { projects } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

/** Returns the project's name; empty when there is none. */
export async function findProjectName(tx: Tx, id: Id<'project'>): Promise<string> {
  const [row] = await tx.select({ name: projects.name }).from(projects).where(eq(projects.id, id))
  return row?.name ?? ''
}
