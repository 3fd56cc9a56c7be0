-- A document has the next number of its series, and a date not before that of the previous one. Only a confirmed jump
-- leaves out numbers: those were given out before a restore.
create or replace function app.guard_series() returns trigger language plpgsql as $$
begin
  if new.last_issued_on < old.last_issued_on then
    raise exception 'numbers of % follow each other, and so do their days', old.series using errcode = 'insufficient_privilege';
  end if;
  if new.last_number = old.last_number + 1 then return new; end if;
  if not exists (select from number_jumps j where j.selling_entity_id = old.selling_entity_id and j.series = old.series
      and j.from_number = old.last_number + 1 and j.to_number = new.last_number and j.confirmed_at is not null) then
    raise exception 'numbers of % follow each other, and so do their days', old.series using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
