import { and, desc, eq, inArray, lt, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { type ticketAttachments, ticketUploads } from '~/db/schema/support'
import type { Id } from '~/lib/kernel/ids'

export type Sender = Pick<typeof ticketUploads.$inferSelect, 'organisationId' | 'accountId' | 'staffId'>

const sentBy = ({ organisationId, accountId, staffId }: Sender) =>
  accountId && organisationId
    ? and(eq(ticketUploads.organisationId, organisationId), eq(ticketUploads.accountId, accountId))
    : staffId
      ? eq(ticketUploads.staffId, staffId)
      : sql`false`

/** Serialises uploads of this organisation until the transaction ends. */
export async function lockUploads(tx: Tx, organisationId: Id<'organisation'>): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended('ticket files ' || ${organisationId}, 0))`,
  )
}

/** Total size over all tickets of the current organisation, including waiting uploads. */
export async function sumFiles(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ bytes: string }>(sql`select app.ticket_file_bytes()::text as bytes`)
  return Number(row?.bytes ?? 0)
}

export async function insertUpload(tx: Tx, row: typeof ticketUploads.$inferInsert): Promise<void> {
  await tx.insert(ticketUploads).values(row)
}

/** Deletes all but the last `keep` uploads of this person. */
export async function deleteOldestUploads(tx: Tx, sender: Sender, keep: number): Promise<void> {
  const last = tx
    .select({ id: ticketUploads.id })
    .from(ticketUploads)
    .where(sentBy(sender))
    .orderBy(desc(ticketUploads.createdAt), desc(ticketUploads.id))
    .limit(keep)
  await tx.delete(ticketUploads).where(and(sentBy(sender), notInArray(ticketUploads.id, last)))
}

export type Taken = { uploadId: Id<'ticketUpload'>; id: Id<'ticketAttachment'> }
type Where = Pick<typeof ticketAttachments.$inferInsert, 'organisationId' | 'ticketId' | 'messageId'>

/**
 * Moves this person's uploads into the message and returns how many were found. The bytes stay in the database: of two
 * concurrent messages with one file, one finds it.
 */
export async function claimUploads(
  tx: Tx,
  sender: Sender,
  files: readonly Taken[],
  { organisationId, ticketId, messageId }: Where,
): Promise<number> {
  const uploadIds = files.map((file) => file.uploadId)
  const named = sql.join(
    files.map((file) => sql`(${file.uploadId}, ${file.id})`),
    sql`, `,
  )
  const taken = await tx.execute(sql`
    with taken as (delete from ticket_uploads where ${and(inArray(ticketUploads.id, uploadIds), sentBy(sender))} returning *)
    insert into ticket_attachments (id, organisation_id, ticket_id, message_id, name, media_type, size_bytes, sha256, content)
    select named.id, ${organisationId}, ${ticketId}, ${messageId}, name, media_type, size_bytes, sha256, content
    from taken join (values ${named}) as named (upload_id, id) on named.upload_id = taken.id
    returning id`)
  return taken.length
}

export async function deleteUploadsBefore(tx: Tx, before: Date): Promise<void> {
  await tx.delete(ticketUploads).where(lt(ticketUploads.createdAt, before))
}
