-- The last instant that the rows know when a recovery begins: the last mark of a worker (one each second while the database
-- is in use), or without any the last row of the journal.
create or replace function app.set_known_until() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.known_until := coalesce(
    (select max(marked_at) from recovery_marks where marked_at <= new.began_at),
    (select max(occurred_at) from audit_events where occurred_at <= new.began_at));
  return new;
end $$;
