-- A revoked mandate stays revoked.
create or replace function app.guard_mandate() returns trigger language plpgsql as $$
begin
  if old.state = 'revoked' then raise exception 'a revoked mandate stays revoked' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
