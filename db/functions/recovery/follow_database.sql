-- Called by each worker every second with its last acknowledged mark. Returns what became of the database since, and a new
-- mark unless the database is held or the clock went back. The caller may rely on the new mark once its transaction has
-- committed.
create or replace function app.follow_database(p_id text, p_worker text, p_identity text, p_marked_at timestamptz, p_at timestamptz)
returns table (outcome text, identity text, marked_at timestamptz)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  v_found text := app.database_identity();
  v_outcome text := 'unchanged';
  v_now timestamptz := clock_timestamp();
begin
  if p_identity <> v_found then
    v_outcome := app.check_promotion(p_id, p_worker, p_identity, p_marked_at, p_at);
  end if;
  if app.is_outside_held() then
    return query select v_outcome, v_found, null::timestamptz;
    return;
  end if;
  insert into recovery_marks (worker_id, identity, marked_at, is_synchronous)
    values (p_worker, v_found, v_now, current_setting('synchronous_standby_names') <> ''
      and current_setting('synchronous_commit') in ('on', 'remote_apply'))
    on conflict (worker_id) do update
      set identity = excluded.identity, marked_at = excluded.marked_at, is_synchronous = excluded.is_synchronous
      where recovery_marks.marked_at < excluded.marked_at or recovery_marks.identity <> excluded.identity;
  -- The server's clock went back: a former mark would pass for this one, so the worker knows none until it has passed.
  if not found then
    return query select v_outcome, v_found, null::timestamptz;
    return;
  end if;
  -- Marks of workers that ended.
  delete from recovery_marks where marked_at < v_now - interval '1 day';
  return query select v_outcome, v_found, v_now;
end $$;

revoke execute on function app.follow_database(text, text, text, timestamptz, timestamptz) from public;
grant execute on function app.follow_database(text, text, text, timestamptz, timestamptz) to andromede_worker;
