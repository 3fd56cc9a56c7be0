import { beforeAll, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import type { Id } from '~/lib/kernel/ids'
import {
  answerCustomer,
  answerTicket,
  getTicket,
  openTicket,
  readAttachment,
  readStaffAttachment,
  readStaffTicket,
  sweepTickets,
  uploadStaffFile,
  uploadTicketFile,
} from '../index'
import { as, asked, inChunks, later, sendFile, useTicketWorld } from '../testing/ticket-world'

const world = useTicketWorld()
const mebibyte = 1024 * 1024
const text = (words: string) => new TextEncoder().encode(words)

beforeAll(() => {
  process.env.RATE_LIMIT_FACTOR = '1000'
})

const waiting = async () =>
  (
    await world.sql`select name from ticket_uploads where organisation_id = ${world.ours.organisationId}
    order by created_at, id`
  ).map((row) => row.name as string)
const filesOf = (thread: Awaited<ReturnType<typeof getTicket>>['thread']) =>
  thread.flatMap((part) => (part.kind === 'message' ? part.files : []))

test('ten mebibytes are delivered byte for byte between customer and staff, and one byte more is rejected', async () => {
  const journal = Buffer.alloc(10 * mebibyte, 'é')
  const uploadId = await sendFile(as(world.ours), 'journal.log', journal)
  const { ticketId } = await openTicket(as(world.ours), { ...asked, files: [uploadId] })
  expect(await waiting()).toEqual([])
  const [file] = filesOf((await getTicket(as(world.ours), { ticketId })).thread)
  const id = file?.id as Id<'ticketAttachment'>
  expect(file).toMatchObject({ name: 'journal.log', sizeBytes: 10 * mebibyte })
  expect(journal.equals((await readAttachment(as(world.ours), { id })).content)).toBe(true)

  const answered = await uploadStaffFile(world.agent(), { name: 'analyse.log', content: inChunks(journal) })
  await answerCustomer(world.agent(), {
    ticketId,
    body: 'Voici.',
    leaves: 'waiting',
    files: [answered.uploadId],
  })
  const [, answer] = filesOf((await readStaffTicket(world.agent(), { ticketId })).thread)
  expect(answer).toMatchObject({ name: 'analyse.log', sizeBytes: 10 * mebibyte })
  const read = await readStaffAttachment(world.agent(), { id: answer?.id as Id<'ticketAttachment'> })
  expect(journal.equals(read.content)).toBe(true)

  const more = Buffer.alloc(10 * mebibyte + 1, 'a')
  for (const send of [
    () => sendFile(as(world.ours), 'journal.log', more),
    () => uploadStaffFile(world.agent(), { name: 'journal.log', content: inChunks(more) }),
  ])
    await expect(send()).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'files',
      params: { reason: 'document_too_large' },
    })
  // The database enforces it too.
  await expect(
    world.sql`insert into ticket_attachments select 'tka_x', organisation_id, ticket_id, message_id, name, media_type,
      10485761, sha256, content from ticket_attachments limit 1`,
  ).rejects.toThrow(/ticket_attachments_size/)
})

test('a file goes into one message, only of its sender, and only into one of two concurrent messages', async () => {
  const { ticketId } = await openTicket(as(world.ours), asked)
  const write = (files: Id<'ticketUpload'>[], ctx = as(world.ours)) =>
    answerTicket(ctx, { ticketId, body: 'Voir le fichier.', files })
  const gone = { code: 'invalid_input', field: 'files', params: { reason: 'upload_gone' } }
  const file = await sendFile(as(world.ours), 'a.log', text('a'))
  const colleague = as(world.ours, 'technical', { accountId: await world.person(world.ours, 'technical') })
  await expect(write([file], colleague)).rejects.toMatchObject(gone)
  await expect(
    answerCustomer(world.agent(), { ticketId, body: 'Voilà.', leaves: 'waiting', files: [file] }),
  ).rejects.toMatchObject(gone)
  const outcomes = await Promise.allSettled([write([file]), write([file])])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(write([file])).rejects.toMatchObject(gone)
  const { thread } = await getTicket(as(world.ours), { ticketId })
  expect(filesOf(thread).map(({ name }) => name)).toEqual(['a.log'])
  // The message without its file was not stored.
  expect(thread.filter(({ kind }) => kind === 'message')).toHaveLength(2)
})

test('a file is not read for a member without permission, nor beyond a gibibyte of files', async () => {
  const given = () => {
    const seen = { isRead: false }
    async function* content(): AsyncIterable<Uint8Array> {
      seen.isRead = true
      yield text('a')
    }
    return { seen, input: { name: 'a.log', content: content() } }
  }
  const reader = as(world.ours, 'reader', { accountId: await world.person(world.ours, 'reader') })
  const refused = given()
  await expect(uploadTicketFile(reader, refused.input)).rejects.toMatchObject({ code: 'forbidden' })
  expect(refused.seen.isRead).toBe(false)
  await openTicket(as(world.ours), { ...asked, files: [await sendFile(as(world.ours), 'a.log', text('a'))] })
  // Sized by their rows: a gibibyte less one byte.
  await world.sql`insert into ticket_attachments
    select 'tka_' || lpad(n::text, 26, '0'), organisation_id, ticket_id, message_id, name, media_type,
      case n when 103 then ${1024 * mebibyte - 102 * 10 * mebibyte - 3}::int else ${10 * mebibyte}::int end, sha256, '\\x61'
    from ticket_attachments, generate_series(1, 103) n where organisation_id = ${world.ours.organisationId}`
  await expect(sendFile(as(world.ours), 'b.log', text('abc'))).rejects.toMatchObject({
    params: { reason: 'ticket_room_full' },
  })
  await sendFile(as(world.ours), 'b.log', text('ab'))
  const late = given()
  await expect(uploadTicketFile(as(world.ours), late.input)).rejects.toMatchObject({
    params: { reason: 'ticket_room_full' },
  })
  expect(late.seen.isRead).toBe(false)
  // Only the other organisation is full.
  await sendFile(as(world.theirs), 'c.log', text('c'))
})

test('a person’s last ten uploads wait for a message, for a day', async () => {
  for (let n = 10; n < 22; n += 1)
    await sendFile(as(world.ours, 'owner', { now: later(n / 100) }), `${n}.log`, text('x'))
  expect(await waiting()).toEqual(Array.from({ length: 10 }, (_unused, n) => `${n + 12}.log`))
  await sweepTickets(systemTestContext(later(24.155)))
  expect(await waiting()).toEqual([16, 17, 18, 19, 20, 21].map((n) => `${n}.log`))
})

test('a waiting upload is visible to no one else, also by row-level security', async () => {
  await sendFile(as(world.ours), 'a.log', text('a'))
  const stranger = await world.person(world.ours, 'owner')
  const { sqlAs } = world.database
  const [portal, operator] = [sqlAs('andromede_portal'), sqlAs('andromede_operator')]
  const seenBy = (accountId: string) =>
    portal.begin(async (tx) => {
      await tx`select set_config('app.organisation_id', ${world.ours.organisationId}, true),
        set_config('app.account_id', ${accountId}, true)`
      return tx`select name from ticket_uploads`
    })
  expect(await seenBy(world.ours.accountId)).toHaveLength(1)
  expect(await seenBy(stranger)).toHaveLength(0)
  expect(await operator`select name from ticket_uploads`).toHaveLength(0)
})
