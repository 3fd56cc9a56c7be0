-- Traffic. Staff publish prices and create keys; measurements arrive through the operator's site and the worker; an
-- organisation reads its own. What was counted only grows.

create table metering_events (
  source text,
  event_key text,
  instance_id text not null,
  at timestamptz not null,
  bytes bigint not null,
  received_at timestamptz not null,
  constraint metering_events_source_event_key_pk primary key (source, event_key),
  constraint metering_events_bytes check (bytes >= 0)
);
create index metering_events_received on metering_events using brin (received_at);
grant select, insert on metering_events to andromede_operator;
grant select, insert, delete on metering_events to andromede_worker;

create table metering_keys (
  id text primary key,
  zone_id text not null,
  name text not null,
  secret_sha256 text not null,
  created_at timestamptz not null,
  created_by_staff_id text not null,
  ends_at timestamptz,
  last_used_at timestamptz,
  constraint metering_keys_secret_sha256_unique unique (secret_sha256),
  constraint metering_keys_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint metering_keys_created_by_staff_id_staff_accounts_id_fk
    foreign key (created_by_staff_id) references staff_accounts (id)
);
create index metering_keys_by_zone on metering_keys (zone_id);
grant select, insert on metering_keys to andromede_operator;
grant update (ends_at, last_used_at) on metering_keys to andromede_operator;
grant select (zone_id, ends_at) on metering_keys to andromede_worker;

create table metering_refusals (
  id bigserial primary key,
  zone_id text not null,
  event_key text not null,
  reason text not null,
  said text not null,
  times integer not null default 1,
  refused_at timestamptz not null,
  constraint metering_refusals_same unique (zone_id, event_key, reason),
  constraint metering_refusals_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
create index metering_refusals_recent on metering_refusals (refused_at);
grant select, insert, update on metering_refusals to andromede_operator;
grant select, delete on metering_refusals to andromede_worker;
grant usage on sequence metering_refusals_id_seq to andromede_operator;

create table traffic_counted (
  is_only boolean primary key default true,
  until timestamptz not null,
  constraint traffic_counted_only check (is_only)
);
grant select, insert, update on traffic_counted to andromede_worker;

create table traffic_counters (
  instance_id text primary key,
  at timestamptz not null,
  sent_bytes bigint not null,
  constraint traffic_counters_instance_id_instances_id_fk foreign key (instance_id) references instances (id)
);
grant select, insert, update on traffic_counters to andromede_worker;

create table traffic_hours (
  organisation_id text not null,
  project_id text not null,
  instance_id text,
  bytes bigint not null,
  at timestamptz,
  constraint traffic_hours_instance_id_at_pk primary key (instance_id, at),
  constraint traffic_hours_hour check (date_trunc('hour', at, 'UTC') = at),
  constraint traffic_hours_bytes check (bytes >= 0),
  constraint traffic_hours_organisation_id_instance_id_instances_organisatio
    foreign key (organisation_id, instance_id) references instances (organisation_id, id)
);
alter table traffic_hours enable row level security, force row level security;
create policy traffic_hours_portal on traffic_hours to andromede_portal
  using (organisation_id = app.current_organisation());
create policy traffic_hours_staff on traffic_hours to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy traffic_hours_visible on traffic_hours as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
grant select on traffic_hours to andromede_portal;
grant select, insert, update on traffic_hours to andromede_operator, andromede_worker;
create trigger traffic_hours_guard before update on traffic_hours for each row execute function app.guard_traffic();
create trigger traffic_hours_keep before delete or truncate on traffic_hours
  for each statement execute function app.refuse_change();

create table traffic_months (
  organisation_id text,
  project_id text not null,
  instance_id text,
  bytes bigint not null,
  period text,
  first_hour_at timestamptz not null,
  last_hour_at timestamptz not null,
  is_late boolean not null default false,
  constraint traffic_months_organisation_id_period_instance_id_pk primary key (organisation_id, period, instance_id),
  constraint traffic_months_period check (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint traffic_months_bytes check (bytes >= 0),
  constraint traffic_months_organisation_id_instance_id_instances_organisati
    foreign key (organisation_id, instance_id) references instances (organisation_id, id),
  constraint traffic_months_organisation_id_project_id_projects_organisation
    foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
create index traffic_months_late on traffic_months (organisation_id, period) where is_late;
alter table traffic_months enable row level security, force row level security;
create policy traffic_months_portal on traffic_months to andromede_portal
  using (organisation_id = app.current_organisation());
create policy traffic_months_staff on traffic_months to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy traffic_months_visible on traffic_months as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
grant select on traffic_months to andromede_portal;
grant select, insert, update on traffic_months to andromede_operator, andromede_worker;
create trigger traffic_months_guard before update on traffic_months for each row execute function app.guard_traffic();
create trigger traffic_months_keep before delete or truncate on traffic_months
  for each statement execute function app.refuse_change();

create table traffic_prices (
  id text primary key,
  included_mebibytes bigint not null,
  micro_cents_per_gibibyte bigint not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  constraint traffic_prices_amounts check (included_mebibytes >= 0 and micro_cents_per_gibibyte >= 0),
  constraint traffic_prices_order check (valid_to is null or valid_to >= valid_from)
);
create unique index traffic_prices_open on traffic_prices ((valid_to is null)) where valid_to is null;
create unique index traffic_prices_begin on traffic_prices (valid_from) where valid_to is distinct from valid_from;
grant select on traffic_prices to andromede_portal, andromede_worker;
grant select, insert on traffic_prices to andromede_operator;
grant update (valid_to) on traffic_prices to andromede_operator;
create trigger traffic_prices_guard before update on traffic_prices
  for each row execute function app.guard_traffic_price();
create trigger traffic_prices_keep before delete or truncate on traffic_prices
  for each statement execute function app.refuse_change();
