-- A server has got or lost an address, its tags have changed, or a network was deleted: the networks with rules that name
-- it are to be written again. It is named by itself or by a tag, as a peer or as a concerned server, or by a set that is attached to it.
create or replace function app.revise_networks_naming() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_instance text;
  v_network text;
  v_project text;
  v_tags jsonb[];
  v_peer text;
begin
  if tg_table_name = 'private_networks' then
    v_peer := new.id;
    v_project := new.project_id;
    v_tags := '{}';
  elsif tg_table_name = 'instances' then
    v_instance := new.id;
    v_project := new.project_id;
    v_tags := array[old.tags, new.tags];
  else
    if tg_op = 'DELETE' then
      v_instance := old.instance_id;
      v_network := old.network_id;
    else
      v_instance := new.instance_id;
      v_network := new.network_id;
    end if;
    select project_id, array[tags] into v_project, v_tags from instances where id = v_instance;
  end if;
  -- Before any network is locked, as every change of rules does.
  perform pg_advisory_xact_lock(hashtextextended('firewall ' || v_project, 0));
  update private_networks n set revision = n.revision + 1
    where n.id in (
      select applied.id from (
        select s.network_id as id, s.id as set_id from rule_sets s where s.project_id = v_project and s.network_id is not null
        union all
        select a.network_id, a.set_id from rule_set_networks a
          join rule_sets s on s.id = a.set_id where s.project_id = v_project
        union all
        select c.network_id, a.set_id from rule_set_instances a
          join rule_sets s on s.id = a.set_id
          join private_addresses c on c.instance_id = a.instance_id where s.project_id = v_project
      ) applied
      join firewall_rules r on r.set_id = applied.set_id
      where v_instance in (r.peer_instance_id, r.local_instance_id) or r.peer_network_id = v_peer
        or exists (select from unnest(v_tags) as each (tags)
          where each.tags ->> r.peer_tag_key = r.peer_tag_value or each.tags ->> r.local_tag_key = r.local_tag_value)
      union
      select v_network from rule_set_instances a join firewall_rules r on r.set_id = a.set_id
        where a.instance_id = v_instance
    );
  return null;
end $$;

revoke execute on function app.revise_networks_naming() from public;
