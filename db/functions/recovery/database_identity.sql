-- Which database this is: its cluster (a logical restore has another), its number there (a copy on the same server has
-- another) and its timeline (a restore to a point in time and a promotion start a new one).
create or replace function app.database_identity() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.system_identifier || '/' || d.oid || '/' ||
    case when pg_is_in_recovery() then 'standby' else left(pg_walfile_name(pg_current_wal_lsn()), 8) end
  from pg_control_system() s, pg_database d where d.datname = current_database()
$$;

revoke execute on function app.database_identity() from public;
grant execute on function app.database_identity() to andromede_portal, andromede_operator, andromede_worker;
