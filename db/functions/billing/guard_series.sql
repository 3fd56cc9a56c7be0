-- A document has the next number of its series, and a date not before that of the previous one.
create or replace function app.guard_series() returns trigger language plpgsql as $$
begin
  if new.last_number <> old.last_number + 1 or new.last_issued_on < old.last_issued_on then
    raise exception 'numbers of % follow each other, and so do their days', old.series using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
