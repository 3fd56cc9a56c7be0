-- Roles of members in single projects, and requests for rights.

create table project_roles (
  organisation_id text,
  project_id text,
  member_id text,
  role text not null,
  granted_at timestamptz not null,
  constraint project_roles_organisation_id_project_id_member_id_pk primary key (organisation_id, project_id, member_id),
  constraint project_roles_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint project_roles_organisation_id_project_id_projects_organisation_
    foreign key (organisation_id, project_id) references projects (organisation_id, id),
  constraint project_roles_organisation_id_member_id_organisation_members_or
    foreign key (organisation_id, member_id) references organisation_members (organisation_id, id)
);
create index project_roles_by_member on project_roles (member_id);
alter table project_roles enable row level security, force row level security;
create policy project_roles_portal on project_roles to andromede_portal
  using (organisation_id = app.current_organisation());
create policy project_roles_own on project_roles for select to andromede_portal
  using (
    exists (select from organisation_members m where m.id = member_id and m.account_id = app.current_account()));
create policy project_roles_staff on project_roles to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, update, delete on project_roles to andromede_portal;
grant select on project_roles to andromede_operator, andromede_worker;

create table self_approvals (
  organisation_id text primary key,
  allowed_by_account_id text not null,
  reason text not null,
  allowed_at timestamptz not null,
  constraint self_approvals_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint self_approvals_allowed_by_account_id_accounts_id_fk
    foreign key (allowed_by_account_id) references accounts (id)
);
alter table self_approvals enable row level security, force row level security;
create policy self_approvals_portal on self_approvals to andromede_portal
  using (organisation_id = app.current_organisation());
create policy self_approvals_staff on self_approvals to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, update, delete on self_approvals to andromede_portal;
grant select on self_approvals to andromede_operator, andromede_worker;
