import { describe, expect, it } from 'vitest'
import { useTestDatabase } from './testing/use-test-database'

const processRoles = ['andromede_portal', 'andromede_operator', 'andromede_worker'] as const

/** Tables with another organisation column than `organisation_id`. */
const organisationColumn: Record<string, string> = { organisations: 'id' }

describe('row-level security', () => {
  const { sql, sqlAs } = useTestDatabase()
  const portal = sqlAs('andromede_portal')

  const tenantTables = () => sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and (c.relname = 'organisations' or exists (
      select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation_id' and not a.attisdropped))
    order by 1`

  it('is enabled, forced and has a policy for the portal on every table of an organisation', async () => {
    const tables = await sql<{ name: string; enabled: boolean; forced: boolean; policies: number }[]>`
      select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
        (select count(*)::int from pg_policies p where p.tablename = c.relname and 'andromede_portal' = any (p.roles)) as policies
      from pg_class c where c.oid = any (select format('public.%I', t.name)::regclass from unnest(${(await tenantTables()).map((t) => t.name)}::text[]) as t(name))`
    expect(tables.length).toBeGreaterThanOrEqual(20)
    expect(tables.filter((t) => !t.enabled || !t.forced || t.policies === 0)).toEqual([])
  })

  it('leaves the site no access to a partition but through its table', async () => {
    const partitions = await sql<{ name: string; enabled: boolean; readers: string[] }[]>`
      select c.relname as name, c.relrowsecurity as enabled, array(select rolname::text from pg_roles
        where rolname in ('andromede_portal', 'andromede_operator') and has_table_privilege(oid, c.oid, 'select')) as readers
      from pg_class c where c.relispartition and c.relkind = 'r' and exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation_id')`
    expect(partitions.length).toBeGreaterThanOrEqual(2)
    expect(partitions.filter(({ enabled, readers }) => !enabled || readers.length > 0)).toEqual([])
  })

  it('hides rows of other projects from a member of some projects, on every table with a project', async () => {
    const open = await sql<{ name: string }[]>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'project_id' and not a.attisdropped
      where n.nspname = 'public' and c.relkind in ('r', 'p') and has_table_privilege('andromede_portal', c.oid, 'select')
        and not exists (select 1 from pg_policies p where p.tablename = c.relname and p.permissive = 'RESTRICTIVE'
          and p.cmd = 'SELECT' and p.qual like '%visible_projects%')
      order by 1`
    // Roles of members and signature rules belong to the organisation. A change is an id and a topic; streams filter them.
    expect(open.map(({ name }) => name)).toEqual(['changes', 'project_roles', 'signature_rules'])
  })

  it('binds every reference between tenant tables to the same organisation', async () => {
    const loose = await sql`
      select con.conrelid::regclass::text as child, con.confrelid::regclass::text as parent
      from pg_constraint con
      where con.contype = 'f' and con.confrelid::regclass::text <> 'organisations'
        and exists (select 1 from pg_attribute a where a.attrelid = con.conrelid and a.attname = 'organisation_id')
        and exists (select 1 from pg_attribute a where a.attrelid = con.confrelid and a.attname = 'organisation_id')
        and not exists (select 1 from pg_attribute a where a.attrelid = con.conrelid and a.attname = 'organisation_id' and a.attnum = any (con.conkey))`
    expect([...loose]).toEqual([])
  })

  it('cannot be bypassed by the process roles: none owns a table, is superuser, bypasses policies or inherits such a role', async () => {
    const roles = await sql`
      select rolname, rolsuper, rolbypassrls, rolcreaterole,
        (select count(*)::int from pg_class c where c.relowner = r.oid) as owned,
        (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships
      from pg_roles r where rolname = any (${[...processRoles]}::text[])`
    expect(roles).toHaveLength(3)
    for (const role of roles) {
      expect(role).toMatchObject({
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        owned: 0,
        memberships: 0,
      })
    }
  })

  it('has no view that reads with its owner’s rights', async () => {
    const views = await sql`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('v', 'm') and not coalesce(c.reloptions::text like '%security_invoker=true%', false)`
    expect(views).toEqual([])
  })

  it('gives the portal no access to staff data and no writes to capacity, usage or the audit trail', async () => {
    const granted = await sql<{ table: string; privilege: string }[]>`
      select table_name as "table", privilege_type as privilege from information_schema.role_table_grants where grantee = 'andromede_portal'`
    const has = (table: string, privilege: string) =>
      granted.some((g) => g.table === table && g.privilege === privilege)
    expect(granted.filter((g) => g.table.startsWith('staff_'))).toEqual([])
    expect(has('instances', 'SELECT')).toBe(true)
    for (const table of [
      'hosts',
      'storage_pools',
      'allocations',
      'quotas',
      'usage_intervals',
      'price_versions',
      'bundles',
    ]) {
      for (const privilege of ['INSERT', 'UPDATE', 'DELETE'])
        expect([table, privilege, has(table, privilege)]).toEqual([table, privilege, false])
    }
    for (const table of ['audit_events', 'state_transitions', 'moderation_events', 'orders', 'order_lines']) {
      for (const privilege of ['UPDATE', 'DELETE'])
        expect([table, privilege, has(table, privilege)]).toEqual([table, privilege, false])
    }
  })

  it('prevents every role, the owner included, from changing or deleting append-only rows', async () => {
    for (const table of ['audit_events', 'state_transitions', 'moderation_events']) {
      await expect(sql.unsafe(`truncate ${table} cascade`)).rejects.toThrow(/append-only/)
      await expect(sql.unsafe(`delete from ${table}`)).rejects.toThrow(/append-only/)
    }
  })

  it('shows no row without an organisation, and only its own rows in 10,000 interleaved transactions on two connections', async () => {
    const organisations = ['org_a', 'org_b', 'org_c', 'org_d']
    for (const id of organisations) {
      await sql`insert into organisations (id, kind, state, legal_name, siren, legal_form_label, legal_address, billing_contact_name, billing_contact_email, billing_address, directory_status, submitted_at, created_at)
        values (${id}, 'company', 'active', ${id}, ${`73282932${organisations.indexOf(id)}`}, 'SAS', '{}', 'x', 'x@example.fr', '{}', 'verified', now(), now())`
      await sql`insert into projects (id, organisation_id, name, is_default, created_at) values (${`prj_${id}`}, ${id}, 'default', true, now())`
    }
    for (const { name } of await tenantTables()) {
      const readable =
        await sql`select has_table_privilege('andromede_portal', ${`public.${name}`}, 'select') as can`
      if (readable[0]?.can)
        expect([name, (await portal.unsafe(`select count(*)::int as n from ${name}`))[0]?.n]).toEqual([
          name,
          0,
        ])
    }
    let foreign = 0
    await Promise.all(
      Array.from({ length: 20 }, async (_unused, worker) => {
        for (let i = 0; i < 500; i += 1) {
          const mine = organisations[(worker + i) % organisations.length] as string
          await portal.begin(async (tx) => {
            await tx`select set_config('app.organisation_id', ${mine}, true)`
            const rows = await tx`select organisation_id from projects`
            if (rows.length !== 1 || rows.some((row) => row.organisation_id !== mine)) foreign += 1
          })
        }
      }),
    )
    expect(foreign).toBe(0)
    // The setting ends with its transaction: the next user of the connection sees no rows.
    expect(await portal`select 1 from projects`).toHaveLength(0)
  }, 60_000)

  it('rejects writes into another organisation', async () => {
    const [table, column] = ['projects', organisationColumn.projects ?? 'organisation_id']
    await expect(
      portal.begin(async (tx) => {
        await tx`select set_config('app.organisation_id', 'org_a', true)`
        await tx.unsafe(
          `insert into ${table} (id, ${column}, name, is_default, created_at) values ('prj_x', 'org_b', 'x', false, now())`,
        )
      }),
    ).rejects.toThrow(/row-level security/)
  })

  it('prevents an organisation from accepting itself or raising its own cap', async () => {
    const act = (statement: string) =>
      portal.begin(async (tx) => {
        await tx`select set_config('app.organisation_id', 'org_a', true)`
        await tx.unsafe(statement)
      })
    await sql`update organisations set state = 'pending', spending_cap_cents = 100 where id = 'org_a'`
    await expect(act(`update organisations set state = 'active' where id = 'org_a'`)).rejects.toThrow(
      /operator/,
    )
    await expect(
      act(`update organisations set spending_cap_cents = null where id = 'org_a'`),
    ).rejects.toThrow(/operator/)
    await expect(
      act(`update organisations set billing_contact_name = 'y' where id = 'org_a'`),
    ).resolves.toBeUndefined()
  })
})
