-- Rates, lists and promotions are the operator's; commitments begin and end in the worker, which bills by them. A
-- customer chooses what follows its commitments, and asks to leave them. What was published never changes.
grant select on commitment_rates to andromede_portal, andromede_operator, andromede_worker;
grant insert, update (valid_to) on commitment_rates to andromede_operator;
--> statement-breakpoint
alter table commitments enable row level security;
alter table commitments force row level security;
create policy commitments_portal on commitments to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy commitments_staff on commitments to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy commitments_visible on commitments as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy commitments_changed on commitments as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, update (renewal) on commitments to andromede_portal;
grant select on commitments to andromede_operator;
grant select, insert, update on commitments to andromede_worker;
--> statement-breakpoint
alter table commitment_exits enable row level security;
alter table commitment_exits force row level security;
create policy commitment_exits_portal on commitment_exits to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation() and state in ('pending', 'voided'));
create policy commitment_exits_staff on commitment_exits to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy commitment_exits_visible on commitment_exits as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy commitment_exits_made on commitment_exits as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy commitment_exits_changed on commitment_exits as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create unique index commitment_exits_live on commitment_exits (commitment_id) where state <> 'voided';
grant select, insert, update (state) on commitment_exits to andromede_portal;
grant select on commitment_exits to andromede_operator;
grant select, insert, update (state, owed_at) on commitment_exits to andromede_worker;
--> statement-breakpoint
alter table negotiated_lists enable row level security;
alter table negotiated_lists force row level security;
create policy negotiated_lists_portal on negotiated_lists to andromede_portal using (organisation_id = app.current_organisation());
create policy negotiated_lists_staff on negotiated_lists to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on negotiated_lists to andromede_portal, andromede_operator, andromede_worker;
grant insert, update (valid_to) on negotiated_lists to andromede_operator;
--> statement-breakpoint
alter table negotiated_prices enable row level security;
alter table negotiated_prices force row level security;
create policy negotiated_prices_portal on negotiated_prices to andromede_portal using (organisation_id = app.current_organisation());
create policy negotiated_prices_staff on negotiated_prices to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on negotiated_prices to andromede_portal, andromede_operator, andromede_worker;
grant insert on negotiated_prices to andromede_operator;
create trigger negotiated_prices_append_only before update or delete or truncate on negotiated_prices for each statement execute function app.refuse_change();
--> statement-breakpoint
grant select, insert, update (ended_at) on promotions to andromede_operator;
grant select on promotions to andromede_worker;
alter table promotion_grants enable row level security;
alter table promotion_grants force row level security;
create policy promotion_grants_portal on promotion_grants to andromede_portal using (organisation_id = app.current_organisation());
create policy promotion_grants_staff on promotion_grants to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on promotion_grants to andromede_portal, andromede_operator, andromede_worker;
--> statement-breakpoint
alter table promotion_uses enable row level security;
alter table promotion_uses force row level security;
create policy promotion_uses_portal on promotion_uses to andromede_portal using (organisation_id = app.current_organisation());
create policy promotion_uses_staff on promotion_uses to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on promotion_uses to andromede_portal, andromede_operator, andromede_worker;
grant insert on promotion_uses to andromede_worker;
create trigger promotion_uses_append_only before update or delete or truncate on promotion_uses for each statement execute function app.refuse_change();
--> statement-breakpoint
create function app.guard_commitment_rate() returns trigger language plpgsql as $$
begin
  if (new.id, new.family, new.term_months, new.basis_points, new.valid_from)
    is distinct from (old.id, old.family, old.term_months, old.basis_points, old.valid_from) or old.valid_to is not null then
    raise exception 'a published rate never changes' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger commitment_rates_guard before update on commitment_rates for each row execute function app.guard_commitment_rate();
create function app.guard_negotiated_list() returns trigger language plpgsql as $$
begin
  if (new.id, new.organisation_id, new.reason, new.valid_from, new.published_at)
    is distinct from (old.id, old.organisation_id, old.reason, old.valid_from, old.published_at) or old.valid_to is not null then
    raise exception 'a published list never changes' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger negotiated_lists_guard before update on negotiated_lists for each row execute function app.guard_negotiated_list();
create function app.guard_commitment_exit() returns trigger language plpgsql as $$
begin
  if old.state <> 'pending' or (new.cents, new.enjoyed_cents, new.remaining_cents, new.commitment_id)
    is distinct from (old.cents, old.enjoyed_cents, old.remaining_cents, old.commitment_id) then
    raise exception 'the price of leaving is settled once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger commitment_exits_guard before update on commitment_exits for each row execute function app.guard_commitment_exit();
--> statement-breakpoint
-- What an organisation pays for a meter that everybody pays p_public for: never more. A price of the bundle goes before
-- one of its family. Rounds half up, as money does everywhere.
create function app.own_price(p_organisation_id text, p_bundle_id text, p_meter text, p_public bigint, p_at timestamptz) returns bigint
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
grant execute on function app.own_price(text, text, text, bigint, timestamptz) to andromede_portal, andromede_operator, andromede_worker;
--> statement-breakpoint
-- Codes are known by those who were given them: the portal asks with a code, and gets that promotion and the automatic ones.
create function app.find_promotions(p_code text, p_now timestamptz) returns setof promotions
language sql stable security definer set search_path = public, pg_temp as $$
  select * from promotions where (code is null or code = upper(p_code)) and ended_at is null and valid_from <= p_now and valid_to > p_now
  order by code nulls last, created_at, id
$$;
revoke execute on function app.find_promotions(text, timestamptz) from public;
grant execute on function app.find_promotions(text, timestamptz) to andromede_portal;
--> statement-breakpoint
-- Limits are counted under the lock of the promotion: fifty at once get what one after the other would.
create function app.grant_promotion(p_id text, p_promotion_id text, p_organisation_id text, p_order_id text, p_now timestamptz) returns text
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
--> statement-breakpoint
-- An order that came to nothing gives back what it was granted, so that another may have it.
create function app.return_promotions(p_organisation_id text, p_order_id text) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_count int := 0;
  v_promotion text;
begin
  if app.current_organisation() is not null and p_organisation_id is distinct from app.current_organisation() then
    raise exception 'another organisation''s promotion' using errcode = 'insufficient_privilege';
  end if;
  for v_promotion in select promotion_id from promotion_grants where organisation_id = p_organisation_id and order_id = p_order_id order by 1 loop
    update promotions set granted = granted - 1 where id = v_promotion;
    delete from promotion_grants where organisation_id = p_organisation_id and order_id = p_order_id and promotion_id = v_promotion;
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;
revoke execute on function app.return_promotions(text, text) from public;
grant execute on function app.return_promotions(text, text) to andromede_portal, andromede_worker;
