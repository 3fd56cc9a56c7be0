import type postgres from 'postgres'

/** Each object of a database by kind and name, with everything that defines it. */
export type Catalogue = Map<string, string>

/** The product's schemas: neither those of PostgreSQL nor objects of an extension. */
const schemas = `select oid, nspname from pg_namespace
  where nspname !~ '^pg_' and nspname <> 'information_schema' and nspname <> 'migrations'`
const notOfExtension = (catalogue: string, oid: string) =>
  `not exists (select from pg_depend d where d.classid = '${catalogue}'::regclass and d.objid = ${oid} and d.deptype = 'e')`

/** Sorted: the order of grants in an access list means nothing. */
const acl = (column: string) => `array(select unnest(${column})::text order by 1)`

/** For each kind, a query for rows of a name and a definition. Partitions come and go: their table defines them. */
const kinds: Record<string, string> = {
  extension: `select extname as name, extversion, n.nspname from pg_extension join pg_namespace n on n.oid = extnamespace`,
  schema: `select n.nspname as name, n.nspowner::regrole::text as owner, ${acl('n.nspacl')} as acl
    from pg_namespace n join s on s.oid = n.oid`,
  role: `select rolname as name, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls,
    rolconnlimit, rolconfig, array(select m.member::regrole::text from pg_auth_members m where m.roleid = r.oid order by 1) as members
    from pg_roles r where rolname ~ '^andromede'`,
  database: `select 'this' as name, d.datdba::regrole::text as owner, ${acl('d.datacl')} as acl,
    array(select unnest(setconfig) from pg_db_role_setting where setdatabase = d.oid order by 1) as settings
    from pg_database d where datname = current_database()`,
  'default privileges': `select defaclrole::regrole || ' ' || defaclnamespace || ' ' || defaclobjtype::text as name, ${acl('defaclacl')} as acl from pg_default_acl`,
  relation: `select s.nspname || '.' || relname as name, relkind, relowner::regrole::text as owner, relpersistence, relrowsecurity,
    relforcerowsecurity, relreplident, reloptions, ${acl('relacl')} as acl, relacl is null as has_no_acl,
    case when relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as view
    from pg_class c join s on s.oid = relnamespace where relkind in ('r', 'v', 'm', 'p', 'f', 'c') and not relispartition and ${notOfExtension('pg_class', 'c.oid')}`,
  column: `select s.nspname || '.' || relname || '.' || attname as name,
    row_number() over (partition by c.oid order by attnum) as position, format_type(atttypid, atttypmod) as type, attnotnull,
    pg_get_expr(adbin, adrelid) as default, attidentity, attgenerated, attcollation::regcollation::text as collation,
    attstorage, attcompression, attoptions, ${acl('attacl')} as acl
    from pg_attribute a join pg_class c on c.oid = attrelid join s on s.oid = relnamespace
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attnum > 0 and not attisdropped and not relispartition and relkind in ('r', 'v', 'm', 'p', 'f', 'c') and ${notOfExtension('pg_class', 'c.oid')}`,
  sequence: `select s.nspname || '.' || relname as name, relowner::regrole::text as owner, ${acl('relacl')} as acl,
    seqtypid::regtype::text as type, seqstart::text, seqincrement::text, seqmax::text, seqmin::text, seqcache::text, seqcycle,
    array(select d.deptype::text || ' ' || d.refobjid::regclass || '.' || attname from pg_depend d
      join pg_attribute on attrelid = d.refobjid and attnum = d.refobjsubid
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')) as owned_by
    from pg_class c join s on s.oid = relnamespace join pg_sequence on seqrelid = c.oid`,
  constraint: `select s.nspname || '.' || coalesce(r.relname, t.typname) || ': ' || conname as name, contype, pg_get_constraintdef(c.oid) as text,
    condeferrable, condeferred, convalidated, conenforced, connoinherit
    from pg_constraint c join s on s.oid = connamespace left join pg_class r on r.oid = conrelid left join pg_type t on t.oid = contypid
    where r.relispartition is not true`,
  index: `select s.nspname || '.' || relname as name, pg_get_indexdef(c.oid) as text, indisunique, indisprimary, indisexclusion,
    indimmediate, indisvalid, indisclustered, indisreplident, reloptions
    from pg_index join pg_class c on c.oid = indexrelid join s on s.oid = relnamespace where not relispartition`,
  function: `select p.oid::regprocedure::text as name, s.nspname, proowner::regrole::text as owner, lanname, prokind, prosecdef,
    proleakproof, proisstrict, proretset, provolatile, proparallel, procost, prorows, proconfig,
    pg_get_function_arguments(p.oid) as arguments, pg_get_function_result(p.oid) as result, prosrc as source,
    ${acl('proacl')} as acl, proacl is null as has_no_acl
    from pg_proc p join s on s.oid = pronamespace join pg_language l on l.oid = prolang where ${notOfExtension('pg_proc', 'p.oid')}`,
  trigger: `select tgrelid::regclass || ': ' || tgname as name, tgenabled, pg_get_triggerdef(t.oid) as text
    from pg_trigger t join pg_class c on c.oid = tgrelid join s on s.oid = relnamespace where not tgisinternal`,
  // A policy without a check applies its condition to new rows too.
  policy: `select polrelid::regclass || ': ' || polname as name, polcmd, polpermissive,
    array(select case role when 0 then 'public' else role::regrole::text end from unnest(polroles) role order by 1) as roles,
    pg_get_expr(polqual, polrelid) as condition,
    case when polcmd in ('*', 'w', 'a') then pg_get_expr(coalesce(polwithcheck, polqual), polrelid) end as check
    from pg_policy p join pg_class c on c.oid = polrelid join s on s.oid = relnamespace`,
  type: `select t.oid::regtype::text as name, typtype, typowner::regrole::text as owner, ${acl('typacl')} as acl, typnotnull, typdefault,
    format_type(typbasetype, typtypmod) as base, array(select enumlabel::text from pg_enum where enumtypid = t.oid order by enumsortorder) as labels
    from pg_type t join s on s.oid = typnamespace
    where typtype in ('e', 'd', 'r', 'm', 'b') and typelem = 0 and ${notOfExtension('pg_type', 't.oid')}`,
  statistics: `select stxname as name, pg_get_statisticsobjdef(e.oid) as text from pg_statistic_ext e join s on s.oid = stxnamespace`,
  rule: `select c.oid::regclass || ': ' || rulename as name, pg_get_ruledef(r.oid) as text
    from pg_rewrite r join pg_class c on c.oid = ev_class join s on s.oid = relnamespace where rulename <> '_RETURN'`,
  'event trigger': `select evtname as name, evtevent, evtfoid::regproc::text as function from pg_event_trigger`,
  comment: `select pg_describe_object(classoid, objoid, objsubid) as name, description from pg_description
    where objoid >= 16384 and not (classoid = 'pg_extension'::regclass)
      and not exists (select from pg_depend d where d.classid = classoid and d.objid = objoid and d.deptype = 'e')`,
}

/**
 * The definition of `database`: schemas, tables, columns, constraints, indexes, functions, triggers, policies,
 * grants and rows.
 */
export async function readCatalogue(sql: postgres.ISql): Promise<Catalogue> {
  const catalogue: Catalogue = new Map()
  for (const [kind, query] of Object.entries(kinds)) {
    const rows = await sql.unsafe<{ name: string; source?: string }[]>(`with s as (${schemas}) ${query}`)
    for (const { name, ...definition } of rows) {
      if (definition.source !== undefined) definition.source = withoutComments(definition.source)
      catalogue.set(`${kind} ${name}`, JSON.stringify(definition))
    }
  }
  for (const [table, rows] of await readRows(sql)) catalogue.set(`rows ${table}`, rows)
  return catalogue
}

async function readRows(sql: postgres.ISql): Promise<[table: string, rows: string][]> {
  const tables = await sql.unsafe<{ name: string }[]>(`with s as (${schemas})
    select format('%I.%I', s.nspname, relname) as name from pg_class c join s on s.oid = relnamespace where relkind in ('r', 'p') and not relispartition order by 1`)
  const found: [string, string][] = []
  for (const { name } of tables) {
    const [row] = await sql.unsafe<{ rows: string[] }[]>(
      `select array(select to_jsonb(t)::text from ${name} t order by 1) as rows`,
    )
    if (row && row.rows.length > 0) found.push([name, JSON.stringify(row.rows)])
  }
  return found
}

/** A function's source as PostgreSQL reads it: comments and line breaks change nothing. */
export function withoutComments(source: string): string {
  return source
    .replaceAll(/('(?:[^']|'')*')|--[^\n]*|\/\*[\s\S]*?\*\//g, (_, text?: string) => text ?? ' ')
    .replaceAll(/('(?:[^']|'')*')|\s+/g, (_, text?: string) => text ?? ' ')
    .trim()
}

/** Objects that only one of the catalogues has or that differ; empty when they are equal. */
export function differences(before: Catalogue, after: Catalogue): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${name}\n- ${before.get(name) ?? 'missing'}\n+ ${after.get(name) ?? 'missing'}`)
}
