-- Grant a promotion to an order. Limits are counted under the lock of the promotion, so concurrent orders get what
-- successive ones would.
create or replace function app.grant_promotion(p_id text, p_promotion_id text, p_organisation_id text, p_order_id text, p_now timestamptz) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v promotions%rowtype;
begin
  if p_organisation_id is distinct from app.current_organisation() then
    raise exception 'another organisation''s promotion' using errcode = 'insufficient_privilege';
  end if;
  select * into v from promotions where id = p_promotion_id for update;
  if not found or v.ended_at is not null or p_now < v.valid_from or p_now >= v.valid_to then return 'not_valid'; end if;
  if v.limit_in_all is not null and v.granted >= v.limit_in_all then return 'exhausted'; end if;
  if (select count(*) from promotion_grants where promotion_id = v.id and organisation_id = p_organisation_id) >= v.limit_per_organisation then
    return 'used';
  end if;
  update promotions set granted = granted + 1 where id = v.id;
  insert into promotion_grants (id, organisation_id, promotion_id, order_id, name, basis_points, credit_cents, bundle_ids, starts_at, ends_at)
    values (p_id, p_organisation_id, v.id, p_order_id, v.name, v.basis_points, v.credit_cents, v.bundle_ids, p_now,
      (p_now at time zone 'Europe/Paris' + make_interval(months => v.duration_months)) at time zone 'Europe/Paris');
  return 'granted';
end $$;

revoke execute on function app.grant_promotion(text, text, text, text, timestamptz) from public;
grant execute on function app.grant_promotion(text, text, text, text, timestamptz) to andromede_portal;
