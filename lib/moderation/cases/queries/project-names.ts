import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { projects } from '~/db/schema/identity'
import type { Id } from '~/lib/kernel/ids'

/** What the project is called; nothing where there is none. */
export async function findProjectName(tx: Tx, id: Id<'project'>): Promise<string> {
  const [row] = await tx.select({ name: projects.name }).from(projects).where(eq(projects.id, id))
  return row?.name ?? ''
}
