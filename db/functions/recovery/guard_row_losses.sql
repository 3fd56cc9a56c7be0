-- A worker carries out what two people agreed to, and nothing else.
create or replace function app.guard_row_losses() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if old.state <> 'waiting' or new.state not in ('done', 'refused') then
    raise exception 'only the operator decides on rows without an object' using errcode = '42501';
  end if;
  return new;
end $$;
