import { asc, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { staffAccounts } from '~/db/schema/identity/identity'
import { qualifications } from '~/db/schema/qualifications'
import type { Id } from '~/lib/kernel/ids'

export type QualificationRow = typeof qualifications.$inferSelect

/** The columns that everyone may read. */
const shown = {
  id: qualifications.id,
  kind: qualifications.kind,
  name: qualifications.name,
  status: qualifications.status,
  statusOn: qualifications.statusOn,
  validUntil: qualifications.validUntil,
  scopeFr: qualifications.scopeFr,
  scopeEn: qualifications.scopeEn,
  body: qualifications.body,
  reference: qualifications.reference,
  link: qualifications.link,
  changedAt: qualifications.changedAt,
}

export async function listShown(tx: Tx) {
  return tx.select(shown).from(qualifications).orderBy(asc(qualifications.id))
}

export async function listWithStaff(tx: Tx) {
  return tx
    .select({ ...shown, changedBy: staffAccounts.fullName })
    .from(qualifications)
    .leftJoin(staffAccounts, eq(staffAccounts.id, qualifications.changedByStaffId))
    .orderBy(asc(qualifications.id))
}

export async function findForUpdate(tx: Tx, id: Id<'qualification'>): Promise<QualificationRow | null> {
  const [row] = await tx.select().from(qualifications).where(eq(qualifications.id, id)).for('update')
  return row ?? null
}

export async function insertQualification(tx: Tx, row: typeof qualifications.$inferInsert): Promise<void> {
  await tx.insert(qualifications).values(row)
}

export async function updateQualification(
  tx: Tx,
  id: Id<'qualification'>,
  to: Partial<Omit<typeof qualifications.$inferInsert, 'id' | 'declaredAt'>>,
): Promise<void> {
  await tx.update(qualifications).set(to).where(eq(qualifications.id, id))
}
