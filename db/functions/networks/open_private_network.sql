-- Make a private network of a project: the default one of its first server in a zone (no name), or one that a customer
-- asks for. A network with nothing special takes over a spare, with its id; otherwise it gets the requested range, or the
-- lowest free one. With a way out it also gets a public /64 where the zone has IPv6. One call at a time in a zone. Returns {"outcome":"opened","id":…}, {"outcome":"not_compared"} (rows were
-- lost: a range that is free in our rows may be in use), {"outcome":"none_free"}, {"outcome":"name_taken"},
-- {"outcome":"too_many"}, {"outcome":"overlaps","name":…,"range":…} or {"outcome":"reserved","range":…}.
create or replace function app.open_private_network(
  p_id text, p_organisation_id text, p_project_id text, p_zone_id text, p_name text, p_range text, p_has_exit boolean, p_most int,
  p_now timestamptz
) returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_id text := p_id; v_name text := p_name; v_range text := p_range; v_range6 text; v_default boolean; v record;
begin
  perform app.assert_organisation(p_organisation_id);
  perform pg_advisory_xact_lock(hashtextextended('private_networks ' || p_zone_id, 0));
  select id, name into v from private_networks n where n.project_id = p_project_id and n.zone_id = p_zone_id
    and n.is_default and n.deleted_at is null;
  v_default := not found and p_has_exit;
  if p_name is null and not v_default then
    return jsonb_build_object('outcome', 'opened', 'id', v.id);
  end if;
  if app.awaits_comparison(p_zone_id, '') then return '{"outcome":"not_compared"}'; end if;
  if p_name is null then
    select c.name into v_name from (
        select case n when 1 then 'principal' else 'principal-' || n end as name, n from generate_series(1, 1000) n) c
      where not exists (select from private_networks o where o.project_id = p_project_id and o.zone_id = p_zone_id and o.deleted_at is null
        and o.name = c.name)
      order by c.n limit 1;
  else
    if exists (select from private_networks o where o.project_id = p_project_id and o.zone_id = p_zone_id and o.deleted_at is null
        and o.name = p_name) then
      return '{"outcome":"name_taken"}';
    end if;
    if (select count(*) from private_networks o where o.project_id = p_project_id and o.zone_id = p_zone_id and o.removed_at is null) >= p_most then
      return '{"outcome":"too_many"}';
    end if;
  end if;
  if p_range is not null then
    select o.name, o.range into v from private_networks o where o.project_id = p_project_id and o.zone_id = p_zone_id
      and o.removed_at is null and o.range::inet && p_range::inet order by o.range::inet limit 1;
    if found then return jsonb_build_object('outcome', 'overlaps', 'name', v.name, 'range', v.range); end if;
    select m as range into v from hypervisors h, unnest(h.management_ranges) m
      where h.zone_id = p_zone_id and h.state <> 'removed' and m::inet && p_range::inet limit 1;
    if found then return jsonb_build_object('outcome', 'reserved', 'range', v.range); end if;
  else
    if p_has_exit then
      delete from spare_networks d where d.id = (
          select s.id from spare_networks s where s.zone_id = p_zone_id and s.made_at is not null and s.withdrawn_at is null
            and not exists (select from private_networks o where o.project_id = p_project_id and o.zone_id = p_zone_id
              and o.removed_at is null and o.range::inet && s.range::inet)
            order by s.made_at, s.id limit 1)
        returning d.id, d.range, d.range6 into v;
      if found then
        v_id := v.id;
        v_range := v.range;
        v_range6 := v.range6;
      end if;
    end if;
    v_range := coalesce(v_range, app.find_free_range(p_zone_id, p_project_id));
    if v_range is null then return '{"outcome":"none_free"}'; end if;
  end if;
  if p_has_exit then v_range6 := coalesce(v_range6, app.find_free_range6(p_zone_id)); end if;
  insert into private_networks (id, organisation_id, project_id, zone_id, name, is_default, has_exit, range, range6, created_at)
    values (v_id, p_organisation_id, p_project_id, p_zone_id, v_name, v_default, p_has_exit, v_range, v_range6, p_now);
  return jsonb_build_object('outcome', 'opened', 'id', v_id);
end $$;

revoke execute on function app.open_private_network(text, text, text, text, text, text, boolean, int, timestamptz) from public;
grant execute on function app.open_private_network(text, text, text, text, text, text, boolean, int, timestamptz)
  to andromede_portal, andromede_worker;
