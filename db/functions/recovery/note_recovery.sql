-- Start a recovery when the database differs from the accepted one; true when it was not recorded before. Only this
-- and app.end_recovery write the table.
create or replace function app.note_recovery(p_id text, p_reason text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_known text := (select value from installation_facts where name = 'database');
  v_found text := app.database_identity();
  v_reason text := p_reason;
begin
  if v_reason is null then
    if v_known is null or v_known = v_found then return false; end if;
    v_reason := case
      when split_part(v_known, '/', 1) <> split_part(v_found, '/', 1) then 'new_system'
      when split_part(v_known, '/', 2) <> split_part(v_found, '/', 2) then 'new_database'
      else 'new_timeline' end;
  end if;
  insert into recoveries (id, reason, known_identity, found_identity, began_at)
    values (p_id, v_reason, v_known, v_found, p_at) on conflict do nothing;
  if found then return true; end if;
  -- A copy of a held data folder needs its own permission to read.
  if p_reason = 'new_place' then
    update recoveries set compared_identity = null, compare_allowed_at = null, compare_allowed_by_staff_id = null
      where ended_at is null and compared_identity is not null;
  end if;
  return false;
end $$;

revoke execute on function app.note_recovery(text, text, timestamptz) from public;
grant execute on function app.note_recovery(text, text, timestamptz) to andromede_worker;
