import { afterAll, beforeAll, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { addInstance } from '~/lib/resources/testing/resources'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { makeStaff } from '~/testing/staff'
import { numberKinds } from './client'
import { listDoubtfulRows, listLastNumbers } from './index'

const database = useTestDatabase()
let world: SagaWorld
let person: Id<'staff'>

beforeAll(async () => {
  world = await openSagaWorld(database.current)
  person = (await makeStaff(database.sql, ['administrator'])).staffId
})
afterAll(() => world?.close())

const staff = (role: StaffRole) => staffTestContext(person, [role], systemNow())
const insertDrift = (id: string, kind: string, subject: string, details: Record<string, string>) =>
  world.rows.query(
    `insert into drifts (id, zone_id, kind, subject, details, held, state, first_seen_at, seen_at)
      values ($1, $2, $3, $4, $5::text::jsonb, true, 'open', now(), now())`,
    id,
    world.estate.zone.zoneId,
    kind,
    subject,
    JSON.stringify(details),
  )

test('rows without an object and rows that differ are listed with their organisation and last change', async () => {
  const at = systemNow()
  const gone = await addInstance(world.estate, { at })
  const changed = await addInstance(world.estate, { at })
  await insertDrift('dft_1', 'instance_missing', gone, { state: 'running' })
  await insertDrift('dft_2', 'power_differs', changed, { expected: 'running', found: 'stopped' })
  // Listed as an object without a row.
  await insertDrift('dft_3', 'instance_unknown', 'ins_1', { name: 'ins-1' })
  await expect(listDoubtfulRows(staff('accountant'))).rejects.toMatchObject({ code: 'forbidden' })
  const { missing, differing } = await listDoubtfulRows(staff('capacity'))
  const [organisation] = await world.rows.query<{ name: string }>(
    'select legal_name as name from organisations where id = $1',
    world.estate.own.organisationId,
  )
  const common = { organisationName: organisation?.name, isHeld: true, changedAt: expect.any(String) }
  expect(missing).toMatchObject([
    { ...common, subject: gone, name: expect.any(String), expected: 'running', found: null },
  ])
  expect(differing).toMatchObject([{ ...common, subject: changed, expected: 'running', found: 'stopped' }])
})

test('the last number of every kind is listed, with what waits to be sent', async () => {
  await world.rows.query(
    `insert into mail_messages (id, recipient, subject, text_body, html_body, template, state, created_at, sent_at)
      values ('mai_old', 'a@b.example', 's', 't', 'h', 'x', 'sent', now() - interval '2 hours', now() - interval '2 hours'),
        ('mai_last', 'a@b.example', 's', 't', 'h', 'x', 'sent', now() - interval '1 hour', now() - interval '1 hour'),
        ('mai_due', 'a@b.example', 's', 't', 'h', 'x', 'queued', now(), null)`,
  )
  const numbers = await listLastNumbers(staff('accountant'))
  expect(numbers.find(({ kind }) => kind === 'mail')).toMatchObject({ last: 'mai_last', waiting: 1 })
  const kinds = new Set(numbers.map(({ kind }) => kind))
  // Series begin with the first order and the first invoice.
  expect(numberKinds.filter((kind) => !kinds.has(kind) && kind !== 'order' && kind !== 'invoice')).toEqual([])
})
