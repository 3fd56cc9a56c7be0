-- An administrator lets workers read the hypervisors while the database is held. False when it is another database now,
-- when none is held, or when it is allowed already.
create or replace function app.allow_comparison(p_id text, p_identity text, p_staff text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if p_identity <> app.database_identity() or not app.is_outside_held() then return false; end if;
  -- A worker records the recovery within seconds; a person may be faster.
  perform app.note_recovery(p_id, null, p_at);
  update recoveries set compared_identity = p_identity, compare_allowed_at = p_at, compare_allowed_by_staff_id = p_staff
    where ended_at is null and compared_identity is distinct from p_identity;
  return found;
end $$;

revoke execute on function app.allow_comparison(text, text, text, timestamptz) from public;
grant execute on function app.allow_comparison(text, text, text, timestamptz) to andromede_operator;
