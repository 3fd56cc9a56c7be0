-- Sagas and their steps. Staff decide whether a parked saga goes on or is undone; they touch neither its lease nor its
-- results.

create table saga_steps (
  saga_id text,
  organisation_id text not null,
  position integer,
  name text not null,
  state text not null,
  attempt integer not null default 0,
  undo_attempt integer not null default 0,
  started_at timestamptz,
  finished_at timestamptz,
  result jsonb,
  error_code text,
  error_params jsonb,
  error_text text,
  undo_error_code text,
  undo_error_text text,
  constraint saga_steps_saga_id_position_pk primary key (saga_id, position),
  constraint saga_steps_attempt check (attempt >= 0 and undo_attempt >= 0)
);
alter table saga_steps enable row level security, force row level security;
create policy saga_steps_portal on saga_steps to andromede_portal using (organisation_id = app.current_organisation());
create policy saga_steps_staff on saga_steps to andromede_operator, andromede_worker, andromede_migrator using (true);
grant select, insert on saga_steps to andromede_portal;
grant select on saga_steps to andromede_operator;
grant select, insert, update on saga_steps to andromede_worker;
grant update (state, attempt, undo_attempt) on saga_steps to andromede_operator;
create trigger saga_steps_guard after insert on saga_steps referencing new table as added
  for each statement execute function app.guard_saga_steps();
create trigger saga_steps_stay before update of saga_id, organisation_id on saga_steps
  for each row execute function app.keep_saga();

create table sagas (
  id text primary key,
  organisation_id text not null,
  kind text not null,
  resource_kind text not null,
  resource_id text not null,
  state text not null,
  input jsonb not null,
  requested_by text not null,
  fence bigint not null default 0,
  lease_owner text,
  lease_expires_at timestamptz,
  run_after timestamptz not null,
  failure_code text,
  failure_params jsonb,
  failure_text text,
  created_at timestamptz not null,
  finished_at timestamptz,
  constraint sagas_by_organisation unique (organisation_id, id),
  constraint sagas_organisation_id_organisations_id_fk foreign key (organisation_id) references organisations (id)
);
create unique index sagas_one_per_resource on sagas (resource_id) where state in ('running', 'undoing', 'parked');
create index sagas_due on sagas (run_after) where state in ('running', 'undoing');
create index sagas_recent on sagas (organisation_id, created_at);
create index sagas_by_resource on sagas (resource_id, created_at);
create index sagas_deliveries on sagas (kind, finished_at desc) where state = 'succeeded';
create index sagas_moves_from on sagas ((input ->> 'fromHostId')) where kind = 'move_instance';
create index sagas_moves_to on sagas ((input ->> 'toHostId')) where kind = 'move_instance';
alter table sagas enable row level security, force row level security;
create policy sagas_portal on sagas to andromede_portal using (organisation_id = app.current_organisation());
create policy sagas_staff on sagas to andromede_operator, andromede_worker, andromede_migrator using (true);
grant select, insert on sagas to andromede_portal;
grant select on sagas to andromede_operator;
grant select, insert, update on sagas to andromede_worker;
grant update (state, run_after) on sagas to andromede_operator;
create trigger sagas_stay before update of id, organisation_id on sagas for each row execute function app.keep_saga();

create table worker_heartbeats (
  queue_pool_id text primary key,
  worker_id text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  last_taken_at timestamptz
);
grant select on worker_heartbeats to andromede_operator;
grant select, insert, update, delete on worker_heartbeats to andromede_worker;
