-- Replaces the foreign keys of a claim to its host, its pool and its project, which were looked up for each claim
-- (docs/decisions/0022). Only the owner of the tables may delete those rows at all.
create or replace function app.guard_claimed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from allocations a where case tg_table_name
      when 'hosts' then a.host_id = old.id when 'storage_pools' then a.pool_id = old.id else a.project_id = old.id end) then
    raise exception 'claims stand on % %', tg_table_name, old.id using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;

revoke execute on function app.guard_claimed() from public;
