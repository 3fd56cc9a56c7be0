-- A proposed change is decided once.
create or replace function app.refuse_decided_change() returns trigger language plpgsql as $$
begin
  if old.state <> 'proposed' then raise exception 'a change is decided once' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
