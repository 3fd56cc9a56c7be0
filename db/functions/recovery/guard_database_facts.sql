-- The worker may not rewrite the facts that app.is_outside_held compares.
create or replace function app.guard_database_facts() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception 'only an operator agrees to a database' using errcode = '42501';
end $$;
