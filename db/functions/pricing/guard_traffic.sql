-- Counted traffic only grows.
create or replace function app.guard_traffic() returns trigger language plpgsql as $$
begin
  if new.bytes < old.bytes then raise exception 'traffic that was counted stays counted' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
