-- Every network has a rule set of its own, with an id that follows from the network's.
create or replace function app.make_own_rule_set() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into rule_sets (id, organisation_id, project_id, network_id, created_at)
    values ('rls_' || substr(new.id, 5), new.organisation_id, new.project_id, new.id, new.created_at);
  return null;
end $$;

revoke execute on function app.make_own_rule_set() from public;
