-- Orders that wait for a decision, the rules that say whose, and what was decided. A decision is never changed. The
-- portal gives held capacity back, or makes it an order's for good, through functions that touch nothing else.
alter table held_orders enable row level security;
alter table held_orders force row level security;
create policy held_orders_portal on held_orders to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy held_orders_staff on held_orders to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update (reasons), delete on held_orders to andromede_portal;
grant select on held_orders to andromede_operator;
grant select, update (reminded_at, escalated_at), delete on held_orders to andromede_worker;
grant update (state, finished_at) on orders to andromede_portal;
grant update (state) on order_lines to andromede_portal;
--> statement-breakpoint
alter table signature_rules enable row level security;
alter table signature_rules force row level security;
create policy signature_rules_portal on signature_rules to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy signature_rules_staff on signature_rules to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, delete on signature_rules to andromede_portal;
grant select on signature_rules to andromede_operator, andromede_worker;
--> statement-breakpoint
alter table approval_delegations enable row level security;
alter table approval_delegations force row level security;
create policy approval_delegations_portal on approval_delegations to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy approval_delegations_staff on approval_delegations to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update (ended_at) on approval_delegations to andromede_portal;
grant select on approval_delegations to andromede_operator, andromede_worker;
--> statement-breakpoint
alter table approval_decisions enable row level security;
alter table approval_decisions force row level security;
create policy approval_decisions_portal on approval_decisions to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy approval_decisions_staff on approval_decisions to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert on approval_decisions to andromede_portal;
grant select on approval_decisions to andromede_operator, andromede_worker;
--> statement-breakpoint
-- The claims of a held order no longer expire: it is carried out. Answers how many there were.
create function app.keep_hold(p_organisation_id text, p_resource_ids text[]) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare v_count int;
begin
  perform app.assert_organisation(p_organisation_id);
  update allocations set expires_at = null
    where organisation_id = p_organisation_id and resource_id = any (p_resource_ids) and state = 'pending' and expires_at is not null;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
--> statement-breakpoint
-- The claims of a held order are given back, in the order of their resources so that two who do it cannot wait for
-- each other. Only claims that expire: an order that is being carried out keeps its own.
create function app.end_hold(p_organisation_id text, p_resource_ids text[], p_state text, p_now timestamptz) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare v_id text; v_count int := 0;
begin
  perform app.assert_organisation(p_organisation_id);
  for v_id in select resource_id from allocations
      where organisation_id = p_organisation_id and resource_id = any (p_resource_ids) and state = 'pending' and expires_at is not null
      order by resource_id loop
    if app.end_allocation(v_id, p_state, p_now) then v_count := v_count + 1; end if;
  end loop;
  return v_count;
end $$;
--> statement-breakpoint
revoke execute on function app.keep_hold(text, text[]), app.end_hold(text, text[], text, timestamptz) from public;
grant execute on function app.keep_hold(text, text[]), app.end_hold(text, text[], text, timestamptz) to andromede_portal, andromede_worker;
