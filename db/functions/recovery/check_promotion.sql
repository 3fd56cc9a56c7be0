-- Whether the server that was promoted has the last mark that a worker was acknowledged, and whether work may therefore go
-- on. Write-ahead log is in order: with the mark, everything acknowledged before it is there. What was acknowledged after
-- it was on a synchronous standby as well. Every other outcome leaves the database held; a missing mark holds it again
-- even after another worker, whose mark was older, went on.
create or replace function app.check_promotion(p_id text, p_worker text, p_identity text, p_marked_at timestamptz, p_at timestamptz)
returns text language plpgsql set search_path = public, pg_temp as $$
declare
  v_found text := app.database_identity();
  v_agreed text;
  v_mark recovery_marks;
  v_last_replayed timestamptz := pg_last_xact_replay_timestamp();
begin
  if split_part(p_identity, '/', 1) <> split_part(v_found, '/', 1)
    or split_part(p_identity, '/', 2) <> split_part(v_found, '/', 2) then return 'other_database'; end if;
  if split_part(p_identity, '/', 3) >= split_part(v_found, '/', 3) then
    -- A former primary that still answers agrees with itself, but lacks what was written since the promotion.
    insert into recoveries (id, reason, known_identity, found_identity, began_at)
      values (p_id, 'writes_lost', p_identity, v_found, p_at) on conflict do nothing;
    return case when found then 'writes_lost' else 'other_database' end;
  end if;
  -- Workers take turns.
  select value into v_agreed from installation_facts where name = 'database' for update;
  if v_agreed is null then return 'unchanged'; end if;
  select * into v_mark from recovery_marks
    where worker_id = p_worker and identity = p_identity and marked_at >= p_marked_at;
  if v_mark.worker_id is null then
    if v_agreed = v_found and not exists (
      select from recoveries where found_identity = v_found and is_continued) then return 'unchanged'; end if;
    insert into recoveries (id, reason, known_identity, found_identity, began_at)
      values (p_id, 'writes_lost', p_identity, v_found, p_at)
      on conflict ((true)) where ended_at is null do update set reason = excluded.reason where recoveries.reason = 'new_timeline';
    return 'writes_lost';
  end if;
  if v_agreed = v_found then return 'unchanged'; end if;
  if v_agreed <> p_identity or exists (
    select from recoveries where ended_at is null and reason <> 'new_timeline') then return 'held'; end if;
  if not exists (select from installation_facts
    where name = 'synchronous_system' and value = split_part(v_found, '/', 1)) then return 'undeclared'; end if;
  if not v_mark.is_synchronous then return 'not_synchronous'; end if;
  -- This worker was cut off before the others, so that its mark does not prove the end.
  if v_last_replayed is null or v_last_replayed > v_mark.marked_at + interval '10 seconds' then return 'cut_off'; end if;
  -- It may have begun at an earlier promotion.
  update recoveries set found_identity = v_found, ended_at = p_at, data_lost = false, is_continued = true
    where ended_at is null;
  if not found then
    insert into recoveries (id, reason, known_identity, found_identity, began_at, ended_at, data_lost, is_continued)
      values (p_id, 'new_timeline', v_agreed, v_found, p_at, p_at, false, true);
  end if;
  update installation_facts set value = v_found where name = 'database';
  return 'continued';
end $$;

revoke execute on function app.check_promotion(text, text, text, timestamptz, timestamptz) from public;
