import { expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { testNow } from '~/db/testing/contexts'
import { createProject } from '~/lib/identity'
import { type Id, newId } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import type { TestBuyer } from '~/testing/buyer'
import { makeEstate } from '~/testing/estate'
import {
  answerTicket,
  closeTicket,
  followTicket,
  getTicket,
  listTickets,
  noteTicket,
  openTicket,
  openTicketIn,
  readAttachment,
  readStaffTicket,
} from '../index'
import { as, asked, everything, sendFile, useTicketWorld } from '../testing/ticket-world'

const world = useTicketWorld()
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])

test('a ticket has a global number, a deadline and its first message; tickets opened at once have consecutive numbers', async () => {
  const { ticketId, reference } = await openTicket(as(world.ours), asked)
  expect(reference).toMatch(/^T-\d{6}$/)
  expect(await getTicket(as(world.ours), { ticketId })).toMatchObject({
    reference,
    state: 'new',
    priority: 'high',
    isFollowing: true,
    mayWrite: true,
    // Tuesday at ten in Paris, plus four business hours.
    answer: { standing: 'pending', dueAt: '2026-11-24T13:00:00.000Z', answeredAt: null },
    thread: [{ kind: 'message', side: 'customer', author: 'Camille Test', body: asked.body }],
  })
  const at = Number(reference.slice(2))
  const opened = await Promise.all(
    Array.from({ length: 10 }, (_unused, index) =>
      openTicket(as(index % 2 ? world.ours : world.theirs), asked),
    ),
  )
  expect(opened.map((each) => Number(each.reference.slice(2))).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 10 }, (_unused, index) => at + 1 + index),
  )
})

test('another organisation or an anonymous visitor finds no ticket', async () => {
  const { ticketId } = await openTicket(as(world.ours), {
    ...asked,
    files: [await sendFile(as(world.ours), 'ecran.png', png)],
  })
  const { thread } = await getTicket(as(world.ours), { ticketId })
  const file = thread[0]?.kind === 'message' ? thread[0].files[0] : undefined
  expect(file).toMatchObject({ name: 'ecran.png', sizeBytes: 10 })
  const id = file?.id as Id<'ticketAttachment'>
  expect(await readAttachment(as(world.ours), { id })).toMatchObject({
    mediaType: 'image/png',
    name: 'ecran.png',
  })
  for (const attempt of [
    () => getTicket(as(world.theirs), { ticketId }),
    () => readAttachment(as(world.theirs), { id }),
    () => answerTicket(as(world.theirs), { ticketId, body: 'Bonjour.', files: [] }),
    () => closeTicket(as(world.theirs), { ticketId }),
    () => followTicket(as(world.theirs), { ticketId, isFollowing: true }),
    () => getTicket(as(world.ours), { ticketId: newId('ticket') }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
  expect(await listTickets(as(world.theirs), everything)).toEqual({ rows: [], total: 0 })
})

test('a foreign project or unknown resource is rejected; a suspended organisation can open a ticket', async () => {
  await expect(
    openTicket(as(world.ours), { ...asked, projectId: world.theirs.projectId }),
  ).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(openTicket(as(world.ours), { ...asked, resourceId: newId('instance') })).rejects.toMatchObject(
    {
      code: 'invalid_input',
      field: 'resourceId',
    },
  )
  await openTicket(as(world.ours, 'owner', { organisationState: 'suspended' }), asked)
  expect(await listTickets(as(world.ours), everything)).toMatchObject({ total: 1 })
})

test('a reader cannot write; a billing member sees billing tickets and its own', async () => {
  const [reader, accountant] = [
    await world.person(world.ours, 'reader'),
    await world.person(world.ours, 'billing'),
  ]
  const { ticketId } = await openTicket(as(world.ours), asked)
  const bill = await openTicket(as(world.ours), { ...asked, category: 'billing' })
  const reading = as(world.ours, 'reader', { accountId: reader })
  expect(await getTicket(reading, { ticketId })).toMatchObject({ mayWrite: false })
  for (const attempt of [
    () => openTicket(reading, asked),
    () => answerTicket(reading, { ticketId, body: 'Moi aussi.', files: [] }),
    () => closeTicket(reading, { ticketId }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
  const counting = as(world.ours, 'billing', { accountId: accountant })
  await expect(getTicket(counting, { ticketId })).rejects.toMatchObject({ code: 'not_found' })
  await expect(getTicket(as(world.ours, 'technical'), { ticketId: bill.ticketId })).resolves.toMatchObject({
    category: 'billing',
  })
  const technician = as(world.ours, 'technical', { accountId: await world.person(world.ours, 'technical') })
  await expect(getTicket(technician, { ticketId: bill.ticketId })).rejects.toMatchObject({
    code: 'not_found',
  })
  const own = await openTicket(counting, { ...asked, category: 'question' })
  expect(new Set((await listTickets(counting, everything)).rows.map(({ id }) => id))).toEqual(
    new Set([own.ticketId, bill.ticketId]),
  )
})

test('a guest sees the tickets of its project and its own, and writes where its role allows', async () => {
  const { id: projectId } = await createProject(as(world.ours), { name: 'Essais', sharePercent: '0' })
  const guestId = await world.person(world.ours, 'guest')
  const guest = as(world.ours, 'guest', { accountId: guestId, projectRoles: { [projectId]: 'technical' } })
  const inside = await openTicket(as(world.ours), { ...asked, projectId })
  const outside = await openTicket(as(world.ours), { ...asked, projectId: world.ours.projectId })
  const general = await openTicket(as(world.ours), asked)
  const own = await openTicket(guest, { ...asked, category: 'question' })
  expect(new Set((await listTickets(guest, everything)).rows.map(({ id }) => id))).toEqual(
    new Set([inside.ticketId, own.ticketId]),
  )
  await answerTicket(guest, { ticketId: inside.ticketId, body: 'Je confirme.', files: [] })
  for (const { ticketId } of [outside, general]) {
    await expect(getTicket(guest, { ticketId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(answerTicket(guest, { ticketId, body: 'Et moi ?', files: [] })).rejects.toMatchObject({
      code: 'not_found',
    })
  }
  await expect(openTicket(guest, { ...asked, projectId: world.ours.projectId })).rejects.toMatchObject({
    code: 'forbidden',
  })
  // Row-level security enforces it too.
  const rows = await withOrganisation(guest, (tx) =>
    tx.execute('select t.id from tickets t union all select m.ticket_id from ticket_messages m'),
  )
  expect(new Set(rows.map((row) => row.id))).toEqual(new Set([inside.ticketId, own.ticketId]))
  // With a reading role in the project, it cannot write in its own ticket either.
  const reading = as(world.ours, 'guest', { accountId: guestId, projectRoles: { [projectId]: 'reader' } })
  await expect(
    answerTicket(reading, { ticketId: inside.ticketId, body: 'Encore.', files: [] }),
  ).rejects.toMatchObject({ code: 'forbidden' })
})

test('a permission in one project does not reach tickets without a project', async () => {
  const { id: projectId } = await createProject(as(world.ours), { name: 'Recherche', sharePercent: '0' })
  const reader = as(world.ours, 'reader', {
    accountId: await world.person(world.ours, 'reader'),
    projectRoles: { [projectId]: 'technical' },
  })
  const { ticketId } = await openTicket(as(world.ours), asked)
  await expect(answerTicket(reader, { ticketId, body: 'Bonjour.', files: [] })).rejects.toMatchObject({
    code: 'forbidden',
  })
})

test('the portal can neither read nor write notes, nor write as another account', async () => {
  const { ticketId } = await openTicket(as(world.ours), asked)
  await noteTicket(world.agent(), { ticketId, body: 'Client pressé : voir l’hôte b1-02.' })
  const view = await readStaffTicket(world.agent(), { ticketId })
  expect(view.notes).toMatchObject([{ body: 'Client pressé : voir l’hôte b1-02.' }])
  expect(JSON.stringify(await getTicket(as(world.ours), { ticketId }))).not.toContain('b1-02')
  const portal = world.database.sqlAs('andromede_portal')
  const act = (statement: string) =>
    portal.begin(async (tx) => {
      await tx`select set_config('app.organisation_id', ${world.ours.organisationId}, true), set_config('app.account_id', ${world.ours.accountId}, true)`
      await tx.unsafe(statement)
    })
  try {
    await expect(act('select body from ticket_notes')).rejects.toThrow(/permission denied/)
    await expect(
      act(`insert into ticket_messages (id, organisation_id, ticket_id, side, staff_id, body, created_at)
        values ('tkm_x', '${world.ours.organisationId}', '${ticketId}', 'support', '${world.agents[0]}', 'Faux.', now())`),
    ).rejects.toThrow(/row-level security/)
    await expect(act(`update tickets set answered_at = now() where id = '${ticketId}'`)).rejects.toThrow(
      /permission denied/,
    )
    await expect(act(`update ticket_messages set body = 'Autre.'`)).rejects.toThrow(/permission denied/)
    // Even with a mistaken grant there would be no visible row.
    await world.sql`grant select on ticket_notes to andromede_portal`
    const seen = await portal.begin(async (tx) => {
      await tx`select set_config('app.organisation_id', ${world.ours.organisationId}, true)`
      return tx`select body from ticket_notes`
    })
    expect(seen).toHaveLength(0)
  } finally {
    await world.sql`revoke select on ticket_notes from andromede_portal`
  }
  // The customer's audit journal does not reveal notes either.
  expect(
    await world.sql`select 1 from audit_events where event = 'ticket.noted' and organisation_id is not null`,
  ).toHaveLength(0)
})

test('a ticket about a server belongs to its project, and for an outage its bundle’s contract shortens the deadline', async () => {
  const estate = await makeEstate(world.sql)
  const resourceId = await addInstance(estate, { bundle: 'small' })
  const down = { ...asked, impact: 'down' as const }
  const dueAfter = async (organisation: TestBuyer, more: object = {}) => {
    const { ticketId } = await openTicket(as(organisation), { ...down, ...more })
    const ticket = await getTicket(as(organisation), { ticketId })
    return { ticket, minutes: (Date.parse(ticket.answer.dueAt) - testNow.getTime()) / 60_000 }
  }
  const { ticket, minutes } = await dueAfter(estate.own, { resourceId })
  expect(ticket).toMatchObject({
    projectId: estate.own.projectId,
    resource: { kind: 'instance', id: resourceId },
  })
  expect(minutes).toBe(60)
  await publish(estate.bundles.small.id, 20)
  expect((await dueAfter(estate.own)).minutes).toBe(20)
  // Another organisation's bundles do not change this deadline.
  expect((await dueAfter(estate.foreign)).minutes).toBe(60)
  await expect(openTicket(as(estate.foreign), { ...down, resourceId })).rejects.toMatchObject({
    field: 'resourceId',
    params: { reason: 'unknown_resource' },
  })
})

/** A contract version in force since this month with this response time for the bundle. */
async function publish(bundleId: string, minutes: number) {
  await world.sql`insert into service_contracts (id, version, valid_from, terms, published_at)
    select 'slc_test', 99, '2026-10-31T23:00:00Z', terms, now() from service_contracts where version = 1`
  await world.sql`insert into bundle_objectives (contract_id, bundle_id, availability_ppm, support_response_minutes, provisioning_seconds)
    values ('slc_test', ${bundleId}, 999000, ${minutes}, 300)`
}

test('a credit is contested in the caller’s transaction, with a file created by the server', async () => {
  const evidence = { name: 'preuve-2026-10.json', content: new TextEncoder().encode('{"ppm":998000}') }
  const owner = as(world.ours)
  const { ticketId } = await withOrganisation(owner, (tx) =>
    openTicketIn(tx, owner, {
      ...asked,
      category: 'sla_contest',
      impact: 'none',
      evidence,
    }),
  )
  const accountant = as(world.ours, 'billing', { accountId: await world.person(world.ours, 'billing') })
  expect(await getTicket(accountant, { ticketId })).toMatchObject({
    category: 'sla_contest',
    thread: [{ files: [{ name: 'preuve-2026-10.json' }] }],
  })
})
