-- The last try of a placement plans under locks. They are taken in the order claims take them (quotas,
-- hosts, pools), or a claim and a release of the same organisation could wait for each other.
create function app.lock_placement(p_organisation_id text, p_project_id text, p_zone_id text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform app.assert_organisation(p_organisation_id);
  perform 1 from quotas where organisation_id = p_organisation_id and project_id = p_project_id order by resource for no key update;
  perform 1 from hosts where zone_id = p_zone_id and state = 'in_service' order by id for no key update;
  perform 1 from storage_pools where zone_id = p_zone_id order by id for no key update;
end $$;

-- How long the last deliveries of each zone took, all organisations together: a figure about the service
-- that tells nothing about any of them.
create function app.ready_times() returns table (zone_id text, resource_kind text, median_milliseconds int, deliveries int)
language sql stable security definer set search_path = public, pg_temp as
$$ select d.zone_id, d.resource_kind,
     (percentile_cont(0.5) within group (order by extract(epoch from d.finished_at - d.created_at)) * 1000)::int, count(*)::int
   from zones z cross join (values ('instance', 'create_instance'), ('volume', 'create_volume')) k(resource_kind, kind)
   cross join lateral (
     select z.id as zone_id, k.resource_kind, s.created_at, s.finished_at
     from sagas s
     left join instances i on k.resource_kind = 'instance' and i.id = s.resource_id
     left join volumes v on k.resource_kind = 'volume' and v.id = s.resource_id
     where s.kind = k.kind and s.state = 'succeeded' and coalesce(i.zone_id, v.zone_id) = z.id
     order by s.finished_at desc limit 25) d
   group by d.zone_id, d.resource_kind $$;
create index sagas_deliveries on sagas (kind, finished_at desc) where state = 'succeeded';

revoke execute on function app.lock_placement(text, text, text), app.ready_times() from public;
grant execute on function app.lock_placement(text, text, text) to andromede_portal, andromede_worker;
grant execute on function app.ready_times() to andromede_portal, andromede_operator, andromede_worker;
