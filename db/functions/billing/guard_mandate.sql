-- A revoked mandate stays revoked. The owner of the table may seal its account number with another key.
create or replace function app.guard_mandate() returns trigger language plpgsql as $$
begin
  if old.state <> 'revoked'
    or (current_user = 'andromede_migrator' and to_jsonb(new) - 'iban_sealed' = to_jsonb(old) - 'iban_sealed')
    then return new;
  end if;
  raise exception 'a revoked mandate stays revoked' using errcode = 'insufficient_privilege';
end $$;
