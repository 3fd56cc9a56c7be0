-- Workers record what they find; only an operator decides that a quarantined object is deleted or adopted.
create or replace function app.guard_quarantine() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.state in ('proposed', 'confirmed', 'adopted') and new.state is distinct from old.state then
    raise exception 'only the operator decides on quarantined objects' using errcode = '42501';
  end if;
  return new;
end $$;
