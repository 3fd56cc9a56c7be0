import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts, organisationMembers, staffAccounts } from '~/db/schema/identity/identity'
import { burnAlerts, serviceAlertMails } from '~/db/schema/sla/alerts'
import type { Id } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'

export type BurnAlertRow = typeof burnAlerts.$inferSelect

/** Ids of subjects that a vantage saw down since then, or sees down now: no other can be spending its budget. */
export async function listSeenDown(tx: Tx, since: Date): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct subject_id as id from probe_transitions where at >= ${since.toISOString()}::timestamptz and state = 'down'
    union select subject_id from probe_states where state = 'down'`)
  return rows.map(({ id }) => id)
}

export async function listLiveAlerts(tx: Tx): Promise<BurnAlertRow[]> {
  return tx.select().from(burnAlerts).where(isNull(burnAlerts.endedAt))
}

/** False when it exists already: another worker inserted it. */
export async function insertAlert(tx: Tx, row: typeof burnAlerts.$inferInsert): Promise<boolean> {
  const made = await tx.insert(burnAlerts).values(row).onConflictDoNothing().returning({ id: burnAlerts.id })
  return made.length === 1
}

/** False when it is already fast, or has ended. */
export async function escalateAlert(tx: Tx, id: Id<'burnAlert'>): Promise<boolean> {
  const rows = await tx
    .update(burnAlerts)
    .set({ pace: 'fast' })
    .where(and(eq(burnAlerts.id, id), isNull(burnAlerts.endedAt), ne(burnAlerts.pace, 'fast')))
    .returning({ id: burnAlerts.id })
  return rows.length === 1
}

export async function endAlert(tx: Tx, id: Id<'burnAlert'>, at: Date): Promise<void> {
  await tx
    .update(burnAlerts)
    .set({ endedAt: at })
    .where(and(eq(burnAlerts.id, id), isNull(burnAlerts.endedAt)))
}

/** Members who opted in to alert mails and still have access to the whole organisation. */
export async function listAlertContacts(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({ email: accounts.email, fullName: accounts.fullName, locale: accounts.locale })
    .from(serviceAlertMails)
    .innerJoin(accounts, eq(accounts.id, serviceAlertMails.accountId))
    .innerJoin(
      organisationMembers,
      and(
        eq(organisationMembers.accountId, serviceAlertMails.accountId),
        eq(organisationMembers.organisationId, serviceAlertMails.organisationId),
      ),
    )
    .where(and(eq(serviceAlertMails.organisationId, organisationId), ne(organisationMembers.role, 'guest')))
    .orderBy(asc(accounts.email))
}

/** Staff in any of these roles. */
export async function listStaffContacts(tx: Tx, roles: readonly StaffRole[]) {
  return tx
    .select({ email: staffAccounts.email, fullName: staffAccounts.fullName, locale: staffAccounts.locale })
    .from(staffAccounts)
    .where(
      and(
        isNull(staffAccounts.disabledAt),
        sql`${staffAccounts.roles} && string_to_array(${roles.join(',')}, ',')`,
      ),
    )
    .orderBy(asc(staffAccounts.email))
}

export async function wantsAlertMails(
  tx: Tx,
  organisationId: Id<'organisation'>,
  accountId: Id<'account'>,
): Promise<boolean> {
  const rows = await tx
    .select({ at: serviceAlertMails.createdAt })
    .from(serviceAlertMails)
    .where(
      and(eq(serviceAlertMails.organisationId, organisationId), eq(serviceAlertMails.accountId, accountId)),
    )
  return rows.length > 0
}

export async function insertAlertMails(tx: Tx, row: typeof serviceAlertMails.$inferInsert): Promise<void> {
  await tx.insert(serviceAlertMails).values(row).onConflictDoNothing()
}

export async function deleteAlertMails(
  tx: Tx,
  organisationId: Id<'organisation'>,
  accountId: Id<'account'>,
): Promise<void> {
  await tx
    .delete(serviceAlertMails)
    .where(
      and(eq(serviceAlertMails.organisationId, organisationId), eq(serviceAlertMails.accountId, accountId)),
    )
}
