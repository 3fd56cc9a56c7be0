-- Each process of the product writes here every fifteen seconds that it runs, and in which version.
create table process_heartbeats (
  id text primary key,
  kind text not null,
  version text not null,
  schema_version text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  is_ready boolean not null,
  sweepers jsonb not null default '{}',
  circuits jsonb not null default '{}',
  constraint process_heartbeats_kind check (kind in ('portal', 'operator', 'worker', 'console'))
);
alter table process_heartbeats enable row level security, force row level security;
-- A site speaks for itself alone; a worker and a gateway have the same role.
create policy process_heartbeats_portal on process_heartbeats to andromede_portal using (kind = 'portal');
create policy process_heartbeats_seen on process_heartbeats for select to andromede_operator using (true);
create policy process_heartbeats_operator on process_heartbeats to andromede_operator using (kind = 'operator');
create policy process_heartbeats_worker on process_heartbeats to andromede_worker, andromede_migrator using (true);
grant select, insert, update, delete on process_heartbeats to andromede_portal, andromede_operator, andromede_worker;
-- The operator's site counts what waits to be sent and what failed, without its content.
grant select (state, next_attempt_at) on webhook_deliveries to andromede_operator;
grant select (certificate_id, state) on certificate_orders to andromede_operator;
