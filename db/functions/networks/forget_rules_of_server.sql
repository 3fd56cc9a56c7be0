-- A server was erased, or one that failed was removed from the list: the rules that concern it alone end, and its attachments. Otherwise those of servers long gone would
-- fill the sets of their networks. Rules that name it as the other side stay: one for outbound traffic still restricts others.
create or replace function app.forget_rules_of_server(p_instance_id text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare v record;
begin
  select organisation_id, project_id into v from instances where id = p_instance_id;
  if not found then return; end if;
  perform app.assert_organisation(v.organisation_id);
  perform pg_advisory_xact_lock(hashtextextended('firewall ' || v.project_id, 0));
  delete from firewall_rules where local_instance_id = p_instance_id;
  delete from rule_set_instances where instance_id = p_instance_id;
end $$;

revoke execute on function app.forget_rules_of_server(text) from public;
grant execute on function app.forget_rules_of_server(text) to andromede_portal, andromede_worker;
