import { expect, test } from 'vitest'
import { staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { publishEvents } from '~/lib/webhooks'
import {
  answerCustomer,
  answerTicket,
  assignTicket,
  closeTicket,
  followTicket,
  getTicket,
  listLateTickets,
  noteTicket,
  notifySupport,
  openTicket,
  readStaffTicket,
  readTicketQueue,
  sweepTickets,
  takeTicket,
} from '../index'
import { as, asked, everyPart, later, useTicketWorld } from '../testing/ticket-world'

const world = useTicketWorld()

test('of two staff who take a ticket at once one succeeds', async () => {
  const { ticketId } = await openTicket(as(world.ours), asked)
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, (_unused, index) => takeTicket(world.agent(index % 2), { ticketId })),
  )
  const { assigned, state, thread } = await readStaffTicket(world.agent(), { ticketId })
  const winner = world.agents.indexOf(assigned?.id as Id<'staff'>)
  expect(outcomes.map(({ status }) => status)).toEqual(
    Array.from({ length: 10 }, (_unused, index) => (index % 2 === winner ? 'fulfilled' : 'rejected')),
  )
  for (const each of outcomes)
    if (each.status === 'rejected')
      expect(each.reason).toMatchObject({ code: 'conflict', params: { reason: 'ticket_taken' } })
  expect(state).toBe('in_progress')
  expect(thread.filter(({ kind }) => kind === 'change')).toHaveLength(1)
  await expect(assignTicket(world.agent(), { ticketId, staffId: newId('staff') })).rejects.toMatchObject({
    code: 'invalid_input',
  })
  await assignTicket(world.agent(), { ticketId })
  expect(await readTicketQueue(world.agent(), { ...everyPart, assigned: 'nobody' })).toMatchObject({
    entries: expect.arrayContaining([expect.objectContaining({ id: ticketId })]),
  })
})

test('an answer is mailed to followers who still have access, is measured once, and the customer can reopen the ticket', async () => {
  const { projectId } = world.ours
  const [colleague, leaver, mover, guest] = [
    await world.person(world.ours, 'technical'),
    await world.person(world.ours, 'technical'),
    await world.person(world.ours, 'technical'),
    await world.person(world.ours, 'guest'),
  ]
  const { ticketId } = await openTicket(as(world.ours), { ...asked, projectId })
  for (const accountId of [colleague, leaver, mover])
    await followTicket(as(world.ours, 'technical', { accountId }), { ticketId, isFollowing: true })
  await followTicket(as(world.ours, 'guest', { accountId: guest, projectRoles: { [projectId]: 'reader' } }), {
    ticketId,
    isFollowing: true,
  })
  // One left, one is now an accountant, and the guest lost access to the project.
  await world.sql`update organisation_members set removed_at = now() where account_id = ${leaver}`
  await world.sql`update organisation_members set role = 'billing' where account_id = ${mover}`
  await world.sql`insert into webhook_endpoints (id, organisation_id, url, events, secret_sealed, created_at)
    values (${newId('webhookEndpoint')}, ${world.ours.organisationId}, 'https://exemple.test/', '{ticket.answered,ticket.resolved}', 'x', ${later(0)})`
  const before = (await world.mails('ticket-answered')).length
  await answerCustomer(world.agent(0, later(3)), {
    ticketId,
    body: 'Nous regardons.',
    files: [],
    leaves: 'waiting',
  })
  expect(new Set((await world.mails('ticket-answered')).slice(before))).toEqual(
    new Set([`${world.ours.accountId}@example.test`, `${colleague}@example.test`]),
  )
  await answerTicket(as(world.ours, 'owner', { now: later(4) }), { ticketId, body: 'Merci.', files: [] })
  await answerCustomer(world.agent(1, later(30)), {
    ticketId,
    body: 'C’est réparé.',
    files: [],
    leaves: 'resolved',
  })
  const answered = await getTicket(as(world.ours, 'owner', { now: later(30) }), { ticketId })
  expect(answered).toMatchObject({
    state: 'resolved',
    closesAt: later(30 + 7 * 24).toISOString(),
    answer: { standing: 'kept', answeredAt: later(3).toISOString() },
  })
  expect(
    answered.thread.map((part) =>
      part.kind === 'message' ? `${part.side}:${part.author}` : `${part.actor}>${part.to}`,
    ),
  ).toEqual([
    'customer:Camille Test',
    // Staff names are not shown on the customer site.
    'support:null',
    'support>waiting',
    'customer:Camille Test',
    'customer>in_progress',
    'support:null',
    'support>resolved',
  ])
  await publishEvents(systemTestContext(later(30)))
  const events =
    await world.sql`select event, payload from webhook_deliveries where organisation_id = ${world.ours.organisationId} order by id`
  expect(events.map((row) => row.event)).toEqual(['ticket.answered', 'ticket.resolved'])
  expect(JSON.stringify(events)).not.toContain('réparé')
  await answerTicket(as(world.ours, 'owner', { now: later(100) }), {
    ticketId,
    body: 'Toujours lent.',
    files: [],
  })
  expect(await getTicket(as(world.ours, 'owner', { now: later(100) }), { ticketId })).toMatchObject({
    state: 'in_progress',
    closesAt: null,
  })
})

test('a resolved ticket is closed after seven days, once with two workers, and then accepts no message', async () => {
  const { ticketId } = await openTicket(as(world.ours), asked)
  await answerCustomer(world.agent(), { ticketId, body: 'Voilà.', files: [], leaves: 'resolved' })
  const due = later(7 * 24)
  await sweepTickets(systemTestContext(addSeconds(due, -1)))
  expect(await getTicket(as(world.ours), { ticketId })).toMatchObject({ state: 'resolved' })
  // The period is over, even before a worker has closed it.
  await expect(
    answerTicket(as(world.ours, 'owner', { now: due }), { ticketId, body: 'Trop tard.', files: [] }),
  ).rejects.toMatchObject({ code: 'state_forbids', params: { reason: 'ticket_closed' } })
  await Promise.all([sweepTickets(systemTestContext(due)), sweepTickets(systemTestContext(due))])
  expect(
    await world.sql`select actor from ticket_changes where ticket_id = ${ticketId} and to_state = 'closed'`,
  ).toMatchObject([{ actor: 'system' }])
  await expect(
    answerCustomer(world.agent(0, due), { ticketId, body: 'Trop tard.', files: [], leaves: 'waiting' }),
  ).rejects.toMatchObject({ code: 'state_forbids' })
  await expect(closeTicket(as(world.ours), { ticketId })).rejects.toMatchObject({ code: 'state_forbids' })
})

test('staff are notified of a new ticket, and reminded once before its deadline; late tickets come first', async () => {
  const { ticketId } = await openTicket(as(world.ours), { ...asked, impact: 'down' })
  const [message] = await world.sql`select id from ticket_messages where ticket_id = ${ticketId}`
  const addresses = world.agents.map((id) => `${id}@andromede.example`).sort()
  const mailCount = (await world.mails('ticket-to-answer')).length
  await notifySupport(systemTestContext(), { messageId: message?.id })
  expect((await world.mails('ticket-to-answer')).slice(mailCount).sort()).toEqual(addresses)
  const half = addSeconds(testNow, 1_800)
  await world.sql`update tickets set reminded_at = now() where id <> ${ticketId}`
  await sweepTickets(systemTestContext(addSeconds(half, -1)))
  expect((await world.mails('ticket-to-answer')).length).toBe(mailCount + 2)
  await Promise.all([sweepTickets(systemTestContext(half)), sweepTickets(systemTestContext(half))])
  await sweepTickets(systemTestContext(half))
  expect((await world.mails('ticket-to-answer')).length).toBe(mailCount + 4)
  const soon = await openTicket(as(world.ours, 'owner', { now: half }), { ...asked, impact: 'none' })
  const queue = await readTicketQueue(world.agent(0, later(2)), everyPart)
  const here = queue.entries.filter(({ organisationId }) => organisationId === world.ours.organisationId)
  expect(here.map(({ id, answer }) => [id, answer.standing])).toEqual([
    [ticketId, 'late'],
    [soon.ticketId, 'pending'],
  ])
  const late = async () => (await listLateTickets(world.agent(0, later(2)))).map(({ id }) => id)
  expect(await late()).toContain(ticketId)
  expect(await late()).not.toContain(soon.ticketId)
  await answerCustomer(world.agent(0, later(2)), {
    ticketId,
    body: 'Nous y sommes.',
    files: [],
    leaves: 'waiting',
  })
  expect(await late()).not.toContain(ticketId)
  expect((await readStaffTicket(world.agent(0, later(2)), { ticketId })).answer.standing).toBe('missed')
})

test('staff without the permission read and do not act; members have no access to the desk', async () => {
  const { ticketId } = await openTicket(as(world.ours), asked)
  const auditor = staffTestContext(newId('staff'), ['auditor'])
  expect(await readStaffTicket(auditor, { ticketId })).toMatchObject({ organisation: 'Atelier Test' })
  for (const attempt of [
    () => takeTicket(auditor, { ticketId }),
    () => noteTicket(auditor, { ticketId, body: 'Note.' }),
    () => answerCustomer(auditor, { ticketId, body: 'Non.', files: [], leaves: 'waiting' }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
  await expect(readStaffTicket(as(world.ours), { ticketId })).rejects.toMatchObject({
    code: 'unauthenticated',
  })
  await expect(readStaffTicket(world.agent(), { ticketId: newId('ticket') })).rejects.toMatchObject({
    code: 'not_found',
  })
})
