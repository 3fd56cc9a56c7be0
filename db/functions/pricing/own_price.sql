-- What an organisation pays for a meter whose public price is p_public: never more than that. A negotiated price of
-- the bundle has priority over one of its family. Rounds half up, like all amounts.
create or replace function app.own_price(p_organisation_id text, p_bundle_id text, p_meter text, p_public bigint, p_at timestamptz) returns bigint
language sql stable as $$
  select coalesce((
    select least(p_public, case when n.basis_points is not null then (2 * p_public * (10000 - n.basis_points) + 10000) / 20000
      else coalesce((n.fixed ->> p_meter)::bigint, p_public) end)
    from negotiated_lists l join negotiated_prices n on n.list_id = l.id
    where l.organisation_id = p_organisation_id and l.valid_from <= p_at and (l.valid_to is null or l.valid_to > p_at)
      and (n.bundle_id = p_bundle_id or n.family = (select b.family from bundles b where b.id = p_bundle_id))
    order by n.bundle_id nulls last, n.position limit 1), p_public)
$$;

revoke execute on function app.own_price(text, text, text, bigint, timestamptz) from public;
grant execute on function app.own_price(text, text, text, bigint, timestamptz)
  to andromede_portal, andromede_operator, andromede_worker;
