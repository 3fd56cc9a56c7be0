-- The moderation queue. A case is opened by the portal for an order and by the worker for what no rule accepted. The
-- portal closes what is withdrawn; the rest is for the operator's site and the worker.

create table moderation_cases (
  id text primary key,
  organisation_id text not null,
  project_id text,
  kind text not null,
  subject_id text not null,
  summary jsonb not null,
  state text not null,
  assigned_staff_id text,
  opened_at timestamptz not null,
  answered_at timestamptz,
  held_until timestamptz,
  closed_at timestamptz,
  outcome text,
  constraint moderation_cases_ends check (
    (state = 'closed') = (closed_at is not null and outcome is not null)),
  constraint moderation_cases_held check ((state = 'held') = (held_until is not null)),
  constraint moderation_cases_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create unique index moderation_cases_open on moderation_cases (kind, subject_id) where state <> 'closed';
create index moderation_cases_waiting on moderation_cases (opened_at) where state <> 'closed';
create index moderation_cases_measured on moderation_cases (opened_at);
create index moderation_cases_by_subject on moderation_cases (subject_id);
alter table moderation_cases enable row level security, force row level security;
create policy moderation_cases_portal on moderation_cases to andromede_portal
  using (organisation_id = app.current_organisation());
create policy moderation_cases_staff on moderation_cases to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy moderation_cases_visible on moderation_cases as restrictive for select to andromede_portal
  using (
    project_id is null or (select app.visible_projects()) is null
    or project_id = any ((select app.visible_projects())::text[]));
grant select, insert on moderation_cases to andromede_portal;
grant select, insert, update on moderation_cases to andromede_operator, andromede_worker;
grant update (state, held_until, closed_at, outcome) on moderation_cases to andromede_portal;
