import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { sql } from 'drizzle-orm'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { withShared, withSystem } from '~/db/client'
import { anonymousTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { queueMail } from './queue-mail'
import { hasMailbox, listMailbox, readMailboxMail } from './read-mailbox'
import { sendMail } from './send-mail'

const database = useTestDatabase()
const system = systemTestContext()
const visitor = anonymousTestContext()
const received: { from: string; to: string[]; source: string }[] = []
let refusal: Error | null = null
/** Of the recipient, before the content. */
let deferral: Error | null = null
let smtpUrl = ''

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onRcptTo: (_address, _session, done) => done(deferral),
  onData(stream, session, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      if (refusal) return done(refusal)
      const { mailFrom, rcptTo } = session.envelope
      const from = mailFrom ? mailFrom.address : ''
      received.push({
        from,
        to: rcptTo.map(({ address }) => address),
        source: Buffer.concat(chunks).toString(),
      })
      return done()
    })
  },
})

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  smtpUrl = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
})
afterEach(() => {
  delete process.env.SMTP_URL
  refusal = null
  deferral = null
  received.length = 0
})
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()))
})

async function queued(to: string): Promise<Id<'mail'>> {
  await withShared(visitor, (tx) =>
    queueMail(tx, {
      to,
      template: 'confirm-email',
      locale: 'fr',
      params: { name: 'Zoé', url: 'http://portal.test/confirmation/abc' },
    }),
  )
  return (await rowOf(to)).id
}
async function rowOf(to: string) {
  const rows = await withSystem(system, (tx) =>
    tx.execute<{
      id: Id<'mail'>
      state: string
      attempts: number
      last_error: string | null
      text_body: string
    }>(sql`select id, state, attempts, last_error, text_body from mail_messages where recipient = ${to}`),
  )
  return rows[0] as NonNullable<(typeof rows)[0]>
}

test('a mail is sent once with both parts, and its links are not stored afterwards', async () => {
  process.env.SMTP_URL = smtpUrl
  const mailId = await queued('zoe@example.test')
  await sendMail(system, { mailId })
  await sendMail(system, { mailId })
  expect(received).toHaveLength(1)
  expect(received[0]?.to).toEqual(['zoe@example.test'])
  const source = received[0]?.source ?? ''
  expect(source).toMatch(/Content-Type: text\/plain/)
  expect(source).toMatch(/Content-Type: text\/html/)
  expect(source).toContain(`Message-ID: <${mailId}@`)
  expect(source).toContain('Auto-Submitted: auto-generated')
  expect(await rowOf('zoe@example.test')).toMatchObject({ state: 'sent', attempts: 1, text_body: '' })
})

test('a rejected mail stays queued with the server’s answer, and is given up after twelve attempts', async () => {
  process.env.SMTP_URL = smtpUrl
  refusal = new Error('mailbox is full')
  const mailId = await queued('full@example.test')
  await expect(sendMail(system, { mailId })).rejects.toThrow('mailbox is full')
  expect(await rowOf('full@example.test')).toMatchObject({ state: 'queued', attempts: 1 })
  expect((await rowOf('full@example.test')).last_error).toContain('mailbox is full')
  for (let attempt = 2; attempt < 12; attempt += 1)
    await expect(sendMail(system, { mailId })).rejects.toThrow()
  await sendMail(system, { mailId })
  expect(await rowOf('full@example.test')).toMatchObject({ state: 'failed', attempts: 12 })
})

const jobOf = async (mailId: Id<'mail'>) =>
  (
    await database.sqlAs('andromede_queue')<{ task: string; seconds: number }[]>`
      select t.identifier as task, extract(epoch from j.run_at - ${system.now})::int as seconds
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where j.key = ${`mail:${mailId}`}`
  )[0]

test.each([450, 451, 452])('a mail deferred with %i by the recipient’s server waits apart', async (code) => {
  process.env.SMTP_URL = smtpUrl
  deferral = Object.assign(new Error('greylisted, try again later'), { responseCode: code })
  const to = `grey-${code}@example.test`
  const mailId = await queued(to)
  await sendMail(system, { mailId })
  expect(await jobOf(mailId)).toEqual({ task: 'send_deferred_mail', seconds: 3 })
  expect(await rowOf(to)).toMatchObject({ state: 'queued', attempts: 1 })
  expect((await rowOf(to)).last_error).toContain('greylisted')
  // From then on the queue retries by itself.
  const retry = () => sendMail(system, { mailId, job: 'send_deferred_mail' })
  await expect(retry()).rejects.toThrow('greylisted')
  deferral = null
  await retry()
  expect(await rowOf(to)).toMatchObject({ state: 'sent', attempts: 3 })
})

test('a deferred mail that our own server then refuses waits with the others, and never beyond twelve attempts', async () => {
  process.env.SMTP_URL = smtpUrl
  const to = 'both@example.test'
  const mailId = await queued(to)
  const grey = Object.assign(new Error('greylisted'), { responseCode: 450 })
  for (let attempts = 1; attempts <= 12; attempts += 1) {
    const isDeferred = attempts % 2 === 1
    deferral = isDeferred ? grey : Object.assign(new Error('closing'), { responseCode: 421 })
    await sendMail(system, { mailId, job: isDeferred ? 'send_mail' : 'send_deferred_mail' })
    expect((await jobOf(mailId))?.task).toBe(
      isDeferred || attempts === 12 ? 'send_deferred_mail' : 'send_mail',
    )
  }
  expect(await rowOf(to)).toMatchObject({ state: 'failed', attempts: 12 })
})

test('without a mail server the mail is kept for the mailbox page, which shows its plain part', async () => {
  const mailId = await queued('kept@example.test')
  await sendMail(system, { mailId })
  expect(await rowOf('kept@example.test')).toMatchObject({ state: 'kept', attempts: 0 })
  expect((await listMailbox(visitor)).map(({ id }) => id)).toContain(mailId)
  const mail = await readMailboxMail(visitor, mailId)
  expect(mail.text).toContain('http://portal.test/confirmation/abc')
  expect(mail).not.toHaveProperty('htmlBody')
  await expect(readMailboxMail(visitor, 'mai_unknown')).rejects.toMatchObject({ code: 'not_found' })
})

test.each([
  ['HOST', '0.0.0.0'],
  ['NEXTAUTH_URL', 'https://portail.example'],
])('on a site reachable by others (%s=%s), there is no mailbox page', async (name, value) => {
  const mailId = await queued('reached@example.test')
  await sendMail(system, { mailId })
  const before = process.env[name]
  process.env[name] = value
  try {
    expect(await hasMailbox(visitor)).toBe(false)
    await expect(listMailbox(visitor)).rejects.toMatchObject({ code: 'not_found' })
    await expect(readMailboxMail(visitor, mailId)).rejects.toMatchObject({ code: 'not_found' })
  } finally {
    if (before === undefined) delete process.env[name]
    else process.env[name] = before
  }
})

test('an installation with a mail server has no mailbox page', async () => {
  const mailId = await queued('closed@example.test')
  const set = (value: string) =>
    withSystem(system, async (tx) => {
      await tx.execute(sql`update installation_facts set value = ${value} where name = 'mailbox'`)
    })
  await set('closed')
  try {
    await expect(listMailbox(visitor)).rejects.toMatchObject({ code: 'not_found' })
    await expect(readMailboxMail(visitor, mailId)).rejects.toMatchObject({ code: 'not_found' })
    // The database enforces it too: the sites' roles see no row.
    const seen = await withShared(visitor, (tx) => tx.execute(sql`select id from mail_messages`))
    expect(seen).toHaveLength(0)
  } finally {
    await set('open')
  }
})

test('a mail of a transaction that rolls back does not exist', async () => {
  const rolledBack = withShared(visitor, async (tx) => {
    await queueMail(tx, {
      to: 'never@example.test',
      template: 'confirm-email',
      locale: 'en',
      params: { name: 'x', url: 'http://portal.test/' },
    })
    throw new Error('rolled back')
  })
  await expect(rolledBack).rejects.toThrow('rolled back')
  expect(await rowOf('never@example.test')).toBeUndefined()
})

test('an attachment is sent with its mail and deleted afterwards', async () => {
  process.env.SMTP_URL = smtpUrl
  await withSystem(system, (tx) =>
    queueMail(tx, {
      to: 'compta@exemple.fr',
      template: 'scheduled-export',
      locale: 'fr',
      params: { name: 'A', file: 'a.csv', month: 'octobre', isAttached: true, url: 'http://portal.example' },
      attachments: [{ name: 'a.csv', mediaType: 'text/csv', content: Buffer.from('number;net\n1;2\n') }],
    }),
  )
  const mails = () =>
    withSystem(system, (tx) =>
      tx.execute<{
        id: Id<'mail'>
        files: number
      }>(sql`select id, (select count(*)::int from mail_attachments a where a.mail_id = m.id) as files
        from mail_messages m where recipient = 'compta@exemple.fr'`),
    )
  const [mail] = await mails()
  expect(mail?.files).toBe(1)
  await sendMail(system, { mailId: mail?.id as Id<'mail'> })
  expect(received[0]?.source).toContain('filename=a.csv')
  expect(received[0]?.source).toContain(Buffer.from('number;net\n1;2\n').toString('base64'))
  expect((await mails())[0]?.files).toBe(0)
})
