-- Staff publishes prices and makes keys; measurements come in by the operator's site and by the worker; an organisation
-- reads its own traffic. What was counted only grows, a published price never changes.
create function app.guard_traffic_price() returns trigger language plpgsql as $$
begin
  if (new.id, new.included_mebibytes, new.micro_cents_per_gibibyte, new.valid_from)
    is distinct from (old.id, old.included_mebibytes, old.micro_cents_per_gibibyte, old.valid_from) then
    raise exception 'a published price never changes' using errcode = 'insufficient_privilege';
  end if;
  if old.valid_to is not null then raise exception 'a price is succeeded once' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
--> statement-breakpoint
create trigger traffic_prices_guard before update on traffic_prices for each row execute function app.guard_traffic_price();
create trigger traffic_prices_keep before delete or truncate on traffic_prices for each statement execute function app.refuse_change();
--> statement-breakpoint
create function app.guard_traffic() returns trigger language plpgsql as $$
begin
  if new.bytes < old.bytes then raise exception 'traffic that was counted stays counted' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
--> statement-breakpoint
create trigger traffic_hours_guard before update on traffic_hours for each row execute function app.guard_traffic();
create trigger traffic_months_guard before update on traffic_months for each row execute function app.guard_traffic();
create trigger traffic_hours_keep before delete or truncate on traffic_hours for each statement execute function app.refuse_change();
create trigger traffic_months_keep before delete or truncate on traffic_months for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table traffic_hours enable row level security;
alter table traffic_hours force row level security;
create policy traffic_hours_portal on traffic_hours to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy traffic_hours_staff on traffic_hours to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy traffic_hours_visible on traffic_hours as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
grant select on traffic_hours to andromede_portal;
grant select, insert, update on traffic_hours to andromede_operator, andromede_worker;
--> statement-breakpoint
alter table traffic_months enable row level security;
alter table traffic_months force row level security;
create policy traffic_months_portal on traffic_months to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy traffic_months_staff on traffic_months to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy traffic_months_visible on traffic_months as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
grant select on traffic_months to andromede_portal;
grant select, insert, update on traffic_months to andromede_operator, andromede_worker;
--> statement-breakpoint
grant select on traffic_prices to andromede_portal, andromede_operator, andromede_worker;
grant insert, update (valid_to) on traffic_prices to andromede_operator;
grant select, insert, update (ends_at, last_used_at) on metering_keys to andromede_operator;
grant select (zone_id, ends_at) on metering_keys to andromede_worker;
grant select, insert on metering_events to andromede_operator, andromede_worker;
grant delete on metering_events to andromede_worker;
grant select, insert, update on metering_refusals to andromede_operator;
grant usage on sequence metering_refusals_id_seq to andromede_operator;
grant select, delete on metering_refusals to andromede_worker;
grant select, insert, update on traffic_counters, traffic_counted to andromede_worker;
