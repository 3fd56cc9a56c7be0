-- A proposed change is decided once. Its owner may seal its secrets with another key.
create or replace function app.refuse_decided_change() returns trigger language plpgsql as $$
begin
  if old.state = 'proposed' or (current_user = 'andromede_migrator' and to_jsonb(new) - 'sealed' = to_jsonb(old) - 'sealed')
    then return new;
  end if;
  raise exception 'a change is decided once' using errcode = 'insufficient_privilege';
end $$;
