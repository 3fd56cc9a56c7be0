-- A confirmed jump explains a gap in a series for good: it is not made without a confirmation, and not removed.
create or replace function app.guard_number_jumps() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' and (new.confirmed_at is not null or new.confirmed_by_staff_id is not null)
    or tg_op = 'DELETE' and old.confirmed_at is not null then
    raise exception 'a jump is confirmed by another person, and stays' using errcode = '42501';
  end if;
  return case tg_op when 'INSERT' then new else old end;
end $$;
