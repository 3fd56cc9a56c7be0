create table certificates (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  name text not null,
  host_names text[] not null,
  -- Null until the first one was issued.
  valid_from timestamptz,
  valid_to timestamptz,
  fingerprint text,
  -- The fewest days before the end for which members were notified.
  notified_days integer,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  constraint certificates_of_organisation unique (organisation_id, id),
  constraint certificates_name unique (project_id, name),
  constraint certificates_whole check (num_nulls(valid_from, valid_to, fingerprint) in (0, 3)),
  constraint certificates_project foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
create index certificates_ending on certificates (valid_to);
alter table certificates enable row level security, force row level security;
create policy certificates_portal on certificates to andromede_portal
  using (organisation_id = app.current_organisation());
create policy certificates_staff on certificates to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy certificates_visible on certificates as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy certificates_added on certificates as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy certificates_changed on certificates as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy certificates_removed on certificates as restrictive for delete to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert, delete on certificates to andromede_portal;
grant update (host_names, valid_from, valid_to, fingerprint, notified_days, changed_at) on certificates
  to andromede_portal, andromede_worker;
grant select on certificates to andromede_operator, andromede_worker;

-- Key and chain, sealed: only the worker reads them.
create table certificate_secrets (
  certificate_id text primary key,
  organisation_id text not null,
  bundle_sealed text not null,
  constraint certificate_secrets_certificate
    foreign key (organisation_id, certificate_id) references certificates (organisation_id, id)
);
alter table certificate_secrets enable row level security, force row level security;
create policy certificate_secrets_portal on certificate_secrets to andromede_portal
  using (organisation_id = app.current_organisation());
create policy certificate_secrets_staff on certificate_secrets to andromede_worker, andromede_migrator using (true);
grant select (certificate_id, organisation_id), insert, update (bundle_sealed), delete on certificate_secrets
  to andromede_portal;
grant select, insert, update (bundle_sealed) on certificate_secrets to andromede_worker;
