-- Hosts outside the zones that ask whether a public address answers. Only a worker speaks to them.
create table outside_vantages (
  id text primary key,
  name text not null,
  endpoint text not null,
  source inet not null,
  fingerprint text not null,
  certificate text not null,
  key_sealed text not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  constraint outside_vantages_fingerprint check (fingerprint ~ '^[0-9A-F]{64}$'),
  constraint outside_vantages_source check (masklen(source) = 32 or family(source) = 6 and masklen(source) = 128)
);
create unique index outside_vantages_name on outside_vantages (name) where removed_at is null;
alter table outside_vantages enable row level security, force row level security;
create policy outside_vantages_staff on outside_vantages to andromede_worker, andromede_migrator using (true);
grant select, insert, update on outside_vantages to andromede_worker;

-- The last test of the ways to reach a server.
create table reach_tests (
  organisation_id text not null,
  instance_id text not null,
  project_id text not null,
  requested_at timestamptz not null,
  due_at timestamptz not null,
  until timestamptz not null,
  finished_at timestamptz,
  result jsonb,
  constraint reach_tests_pkey primary key (organisation_id, instance_id),
  constraint reach_tests_of foreign key (organisation_id, instance_id) references instances (organisation_id, id)
);
create index reach_tests_due on reach_tests (due_at) where finished_at is null;
alter table reach_tests enable row level security, force row level security;
create policy reach_tests_portal on reach_tests to andromede_portal
  using (organisation_id = app.current_organisation());
create policy reach_tests_staff on reach_tests to andromede_worker, andromede_migrator using (true);
create policy reach_tests_visible on reach_tests as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy reach_tests_made on reach_tests as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy reach_tests_changed on reach_tests as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert on reach_tests to andromede_portal, andromede_worker;
grant update (requested_at, due_at, until, finished_at, result) on reach_tests to andromede_portal;
grant update (requested_at, due_at, until, finished_at, result) on reach_tests to andromede_worker;
