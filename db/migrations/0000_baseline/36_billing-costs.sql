-- Cost watches. An organisation sets them and reads the anomalies of the projects that it sees; the worker finds them.

create table cost_anomalies (
  organisation_id text,
  project_id text,
  day date,
  cents bigint not null,
  expected_cents bigint not null,
  allowed_cents bigint not null,
  is_told boolean not null,
  causes jsonb not null,
  found_at timestamptz not null,
  constraint cost_anomalies_organisation_id_project_id_day_pk primary key (organisation_id, project_id, day),
  constraint cost_anomalies_apart check (abs(cents - expected_cents) > allowed_cents),
  constraint cost_anomalies_project
    foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
create index cost_anomalies_recent on cost_anomalies (organisation_id, day);
alter table cost_anomalies enable row level security, force row level security;
create policy cost_anomalies_portal on cost_anomalies to andromede_portal
  using (organisation_id = app.current_organisation());
create policy cost_anomalies_staff on cost_anomalies to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy cost_anomalies_visible on cost_anomalies as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
grant select on cost_anomalies to andromede_portal;
grant select, insert on cost_anomalies to andromede_worker;
create trigger cost_anomalies_append_only before update or delete or truncate on cost_anomalies
  for each statement execute function app.refuse_change();

create table cost_watches (
  organisation_id text primary key,
  is_on boolean not null,
  minimum_cents bigint not null,
  examined_day date,
  updated_at timestamptz not null,
  constraint cost_watches_minimum check (minimum_cents > 0),
  constraint cost_watches_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
alter table cost_watches enable row level security, force row level security;
create policy cost_watches_portal on cost_watches to andromede_portal
  using (organisation_id = app.current_organisation());
create policy cost_watches_staff on cost_watches to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on cost_watches to andromede_portal;
grant select, insert on cost_watches to andromede_worker;
grant insert (organisation_id, is_on, minimum_cents, updated_at) on cost_watches to andromede_portal;
grant update (is_on, minimum_cents, updated_at) on cost_watches to andromede_portal;
grant update (examined_day) on cost_watches to andromede_worker;
