-- The other half of that reference: a saga is never deleted, and neither it nor a step changes its organisation.
create or replace function app.keep_saga() returns trigger language plpgsql as $$
begin
  raise exception 'whose a saga is never changes' using errcode = 'insufficient_privilege';
end $$;
