import { beforeAll, expect, test } from 'vitest'
import { staffTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext, StaffRole } from '~/lib/kernel/op-context'
import { addInstance, addVolume } from '~/lib/resources/testing/resources'
import { openTicket } from '~/lib/support'
import { type Estate, makeEstate } from '~/testing/estate'
import { addMember } from '~/testing/member'
import { makeStaff } from '~/testing/staff'
import { searchOrganisation, searchPlatform } from './index'

const { sql } = useTestDatabase()
let estate: Estate
let portal: Id<'instance'>

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000000'
  estate = await makeEstate(sql)
  const { own, foreign } = estate
  portal = await addInstance(estate, { name: 'portail-citoyen-01' })
  await addInstance(estate, { name: 'portail-agent', state: 'stopped' })
  await addInstance(estate, { name: 'secret-portail', of: foreign })
  await sql`update instances set tags = '{"equipe":"etat-civil"}' where id = ${portal}`
  await addVolume(estate, { name: 'archives' })
  await addMember(sql, own, 'technical', { fullName: 'Hervé Le Goff' })
  await openTicket(own.as(), {
    subject: 'Sauvegarde en échec',
    category: 'incident',
    impact: 'degraded',
    body: 'Depuis ce matin.',
    files: [],
  })
  const [seller] = [newId('sellingEntity')]
  await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
    values (${seller}, 'Andromède SAS', '799992144', 'FR19799992144', 'CMD', true)`
  for (const [number, period, of] of [
    ['FAC-2026-000054', '2026-10', own],
    ['FAC-2026-000048', '2026-09', own],
    ['FAC-2026-000099', '2026-10', foreign],
  ] as const) {
    const id = newId('invoice')
    await sql`insert into billing_documents (id, organisation_id, selling_entity_id, kind, state, period, grouping_key, net_cents, vat_cents, gross_cents, content, content_sha256, created_at)
      values (${id}, ${of.organisationId}, ${seller}, 'invoice', 'draft', ${period}, '', 1000, 200, 1200, '{}', '-', now())`
    await sql`update billing_documents set state = 'final', series = 'T', number = ${number}, issued_on = ${`${period}-28`}, due_on = ${`${period}-28`}, finalised_at = now() where id = ${id}`
  }
})

const find = async (q: string, ctx: OpContext = estate.own.as('owner', testNow)) =>
  (await searchOrganisation(ctx, { q })).map((hit) =>
    hit.kind === 'act' ? `${hit.act} ${hit.name}` : `${hit.kind} ${hit.name}`,
  )

test.each([
  ['portail', ['instance portail-agent', 'instance portail-citoyen-01']],
  ['citoyen portail', ['instance portail-citoyen-01']],
  ['PORTAIL-CIT', ['instance portail-citoyen-01']],
  ['etat-civil', ['instance portail-citoyen-01']],
  ['arrêter portail', ['stop portail-citoyen-01', 'instance portail-agent', 'instance portail-citoyen-01']],
  ['démarrer portail', ['start portail-agent', 'instance portail-agent', 'instance portail-citoyen-01']],
  ['console citoyen', ['console portail-citoyen-01', 'instance portail-citoyen-01']],
  ['arrêter', ['stop portail-citoyen-01']],
  ['archives', ['volume archives']],
  ['volume', ['volume archives']],
  ['FAC-2026-000054', ['document FAC-2026-000054']],
  ['000054', ['document FAC-2026-000054']],
  ['facture', ['document FAC-2026-000054', 'document FAC-2026-000048']],
  ['facture octobre', ['document FAC-2026-000054']],
  ['factures de septembre 2026', ['document FAC-2026-000048']],
  ['facture 2025', []],
  ['herve', ['member Hervé Le Goff']],
  ['membre goff', ['member Hervé Le Goff']],
  ['échec', ['ticket Sauvegarde en échec']],
  ['ticket sauvegarde', ['ticket Sauvegarde en échec']],
  ['%', []],
  ['introuvable', []],
])('%s', async (q, expected) => {
  expect(await find(q)).toEqual(expected)
})

test('what is named like a word of the vocabulary is found, and so is a server with two addresses, once', async () => {
  const { own } = estate
  await sql`insert into projects (id, organisation_id, name, is_default, created_at) values (${newId('project')}, ${own.organisationId}, 'Budget 2026', false, now())`
  expect(await find('budget 2026')).toContain('project Budget 2026')
  await sql`update instances set name = 'mars' where id = ${portal}`
  expect(await find('mars')).toContain('instance mars')
  await sql`update instances set name = 'portail-citoyen-01' where id = ${portal}`
  expect(await find('servicecode')).toEqual([])
  expect(await find('{')).toEqual([])
})

test('a server is found by each of its addresses and by its order', async () => {
  const [server] = await sql`select address from instances where id = ${portal}`
  await sql`update instances set address = '10.42.189.194' where id = ${portal}`
  expect(await find('10.42.189.194')).toEqual(['instance portail-citoyen-01'])
  await sql`update instances set address = ${server?.address ?? null} where id = ${portal}`
  const [order] = await sql`select o.number from orders o join order_lines l on l.order_id = o.id
    join instances i on i.order_line_id = l.id where i.id = ${portal}`
  expect(await find(order?.number)).toEqual([`order ${order?.number}`])
})

test('each member finds what their rights show, and nothing of another organisation', async () => {
  const { own, foreign } = estate
  expect(await find('facture', own.as('technical'))).toEqual([])
  expect(await find('arrêter portail', own.as('reader'))).toEqual([
    'instance portail-agent',
    'instance portail-citoyen-01',
  ])
  expect(await find('portail', foreign.as('owner'))).toEqual(['instance secret-portail'])
  await sql`insert into purchase_orders (id, organisation_id, number, ceiling_cents, starts_on, ends_on, created_at, created_by_account_id)
    values (${newId('purchaseOrder')}, ${own.organisationId}, 'BC-77', 100000, '2026-01-01', '2027-01-01', now(), ${own.accountId})`
  expect(await find('bc-77')).toEqual(['purchase_order BC-77'])
  const guest = await addMember(sql, own, 'guest')
  // As in the list of members: only who shares a project, and themselves.
  expect(await find('membre', guest.as())).toEqual(['member guest'])
  expect(await find('bc-77', guest.as())).toEqual([])
  for (const q of ['portail', 'facture', 'herve', 'échec', 'archives'])
    expect([q, await find(q, guest.as())].flat()).not.toContain('instance portail-citoyen-01')
})

test('staff find customers, hosts and invoices, each role what it may read', async () => {
  const findAs = async (role: StaffRole, q: string) =>
    (await searchPlatform(staffTestContext((await makeStaff(sql, [role])).staffId, [role]), { q })).map(
      ({ kind, name }) => `${kind} ${name}`,
    )
  expect(await findAs('accountant', 'FAC-2026-0000')).toEqual([
    'document FAC-2026-000099',
    'document FAC-2026-000054',
    'document FAC-2026-000048',
  ])
  expect(await findAs('capacity', 'FAC-2026-0000')).toEqual([])
  expect(await findAs('moderator', 'atelier')).toEqual([
    'organisation Atelier Test',
    'organisation Atelier Test',
  ])
  expect(await findAs('capacity', 'atelier')).toEqual([])
  expect(await findAs('support', 'echec')).toEqual(['ticket T-000001'])
  const [host] = await sql`select name from hosts order by name limit 1`
  expect(await findAs('capacity', host?.name)).toContain(`host ${host?.name}`)
  await expect(searchPlatform(estate.own.as('owner'), { q: 'a' })).rejects.toMatchObject({
    code: 'unauthenticated',
  })
})
