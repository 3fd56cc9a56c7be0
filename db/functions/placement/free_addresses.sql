-- At most `p_most` addresses of a zone that no claim holds, from the `p_from`-th after `p_start` on. `s` is that
-- offset, so that a caller who needs more continues behind the last one. A few are looked up one by one, many against
-- all in use at once.
create or replace function app.free_addresses(p_zone_id text, p_prefix text, p_start int, p_from int, p_most int) returns table (s int, n int)
language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  if p_most <= 64 then
    -- One lookup each: a join would read every address of the zone.
    return query select w.s, (p_start + w.s) % 64516 from (select generate_series(p_from, least(p_from + 511, 64515)) as s) w
      where (select a.id from allocations a where a.zone_id = p_zone_id and a.address = app.address_at(p_prefix, (p_start + w.s) % 64516)
        and a.state in ('pending', 'posted')) is null
      limit p_most;
    if found then return; end if;
  end if;
  return query select w.s, (p_start + w.s) % 64516 from (select generate_series(p_from, 64515) as s) w
    where not exists (select from allocations a where a.zone_id = p_zone_id and a.address = app.address_at(p_prefix, (p_start + w.s) % 64516)
      and a.state in ('pending', 'posted'))
    limit p_most;
end $$;

revoke execute on function app.free_addresses(text, text, int, int, int) from public;
