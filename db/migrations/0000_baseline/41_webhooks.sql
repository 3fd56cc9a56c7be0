-- Webhooks. Secrets are sealed: the portal replaces them and only the worker reads them, to sign.

create table webhook_endpoints (
  id text primary key,
  organisation_id text not null,
  url text not null,
  events text[] not null,
  secret_sealed text not null,
  former_secret_sealed text,
  former_secret_until timestamptz,
  created_at timestamptz not null,
  deleted_at timestamptz,
  -- The worker notices while delivering that an endpoint rejects everything; events are then no longer recorded for it.
  disabled_at timestamptz,
  disabled_because text,
  constraint webhook_endpoints_by_organisation unique (organisation_id, id),
  constraint webhook_endpoints_disabled check ((disabled_at is null) = (disabled_because is null)),
  constraint webhook_endpoints_disabled_because check (disabled_because in ('gone', 'failing')),
  constraint webhook_endpoints_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create index webhook_endpoints_live on webhook_endpoints (organisation_id) where deleted_at is null;
alter table webhook_endpoints enable row level security, force row level security;
create policy webhook_endpoints_portal on webhook_endpoints to andromede_portal
  using (organisation_id = app.current_organisation());
create policy webhook_endpoints_staff on webhook_endpoints to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, update on webhook_endpoints to andromede_portal;
grant select on webhook_endpoints to andromede_worker;
grant select (id, organisation_id, events, deleted_at, disabled_at) on webhook_endpoints to andromede_operator;
grant update (disabled_at, disabled_because) on webhook_endpoints to andromede_worker;

create table webhook_deliveries (
  id text primary key,
  organisation_id text not null,
  endpoint_id text not null,
  message_id text not null,
  event text not null,
  payload jsonb not null,
  state text not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  leased_until timestamptz,
  last_status integer,
  last_error text,
  last_attempt_at timestamptz,
  created_at timestamptz not null,
  constraint webhook_deliveries_by_organisation unique (organisation_id, id),
  constraint webhook_deliveries_organisation_id_endpoint_id_webhook_endpoint
    foreign key (organisation_id, endpoint_id) references webhook_endpoints (organisation_id, id)
);
create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where state = 'waiting';
create index webhook_deliveries_recent on webhook_deliveries (endpoint_id, created_at);
alter table webhook_deliveries enable row level security, force row level security;
create policy webhook_deliveries_portal on webhook_deliveries to andromede_portal
  using (organisation_id = app.current_organisation());
create policy webhook_deliveries_staff on webhook_deliveries
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on webhook_deliveries to andromede_portal;
grant insert on webhook_deliveries to andromede_operator;
grant select, insert, update, delete on webhook_deliveries to andromede_worker;
grant update (state, attempts, next_attempt_at) on webhook_deliveries to andromede_portal;
