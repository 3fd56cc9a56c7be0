import type postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Catalogue, differences, readCatalogue, withoutComments } from './catalogue'
import { openAsSuperuser } from './superuser'
import { useTestDatabase } from './use-test-database'

const database = useTestDatabase()
let sql: postgres.Sql
let before: Catalogue
beforeAll(async () => {
  sql = openAsSuperuser(inject('adminUrl'), database.current)
  before = await readCatalogue(sql)
})
afterAll(() => sql.end())

test.each([
  ['column public.orders.note', 'alter table orders add column note text'],
  ['column public.orders.state', "alter table orders alter column state set default 'held'"],
  ['column public.accounts.email', 'grant select (email) on accounts to andromede_simulator'],
  [
    'constraint public.quotas: quotas_used',
    'alter table quotas drop constraint quotas_used, add constraint quotas_used check (used > -1)',
  ],
  [
    'index public.hosts_by_zone',
    'drop index hosts_by_zone; create index hosts_by_zone on hosts (zone_id, state, id)',
  ],
  ['relation public.projects', 'alter table projects no force row level security'],
  ['relation public.hosts', 'grant delete on hosts to andromede_portal'],
  ['policy projects: projects_portal', 'alter policy projects_portal on projects using (true)'],
  [
    'trigger audit_events: audit_events_append_only',
    'alter table audit_events disable trigger audit_events_append_only',
  ],
  ['function app.current_account()', 'alter function app.current_account() security definer'],
  [
    'function app.current_account()',
    'grant execute on function app.current_account() to andromede_simulator',
  ],
  ['schema app', 'grant create on schema app to andromede_worker'],
  ['sequence public.customer_numbers', 'alter sequence customer_numbers increment 2'],
  ['type mood', "create type mood as enum ('good')"],
  ['comment table hosts', "comment on table hosts is 'machines'"],
  ['rows public.legal_documents', "insert into legal_documents values ('other', '1', now())"],
])('two catalogues differ in: %s', async (name, statement) => {
  const changed = new Error('the change is rolled back')
  await sql
    .begin(async (tx) => {
      await tx.unsafe(statement)
      const found = differences(before, await readCatalogue(tx)).map((each) => each.split('\n')[0])
      expect(found).toContain(name)
      throw changed
    })
    .catch((error) => expect(error).toBe(changed))
})

test('comments and line breaks of a function do not count as a difference, literals do', () => {
  const plain = "begin return 'a -- b'; end"
  expect(withoutComments("begin\n  -- why\n  return 'a -- b'; /* so */\nend ")).toBe(plain)
  expect(withoutComments("begin return 'a  -- b'; end")).not.toBe(plain)
})
