-- Quotas requested, budgets and alerts of spending. The portal requests another limit and withdraws the request; only
-- the operator's site and the worker answer it. Alerts are the worker's.

create table budgets (
  id text primary key,
  organisation_id text not null,
  name text not null,
  project_id text,
  tag text,
  monthly_cents bigint not null,
  thresholds integer[] not null,
  is_hard boolean not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint budgets_by_organisation unique (organisation_id, id),
  constraint budgets_amount check (monthly_cents > 0),
  constraint budgets_scope check (project_id is null or tag is null),
  constraint budgets_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint budgets_organisation_id_project_id_projects_organisation_id_id_
    foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
create unique index budgets_name on budgets (organisation_id, name) where ended_at is null;
alter table budgets enable row level security, force row level security;
create policy budgets_portal on budgets to andromede_portal using (organisation_id = app.current_organisation());
create policy budgets_staff on budgets to andromede_operator, andromede_worker, andromede_migrator using (true);
create policy budgets_visible on budgets as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
grant select, insert, update on budgets to andromede_portal;
grant select on budgets to andromede_operator, andromede_worker;

create table budget_alerts (
  organisation_id text not null,
  budget_id text,
  month text,
  threshold integer,
  spent_cents bigint not null,
  reached_at timestamptz not null,
  constraint budget_alerts_budget_id_month_threshold_pk primary key (budget_id, month, threshold),
  constraint budget_alerts_organisation_id_budget_id_budgets_organisation_id
    foreign key (organisation_id, budget_id) references budgets (organisation_id, id)
);
alter table budget_alerts enable row level security, force row level security;
create policy budget_alerts_portal on budget_alerts to andromede_portal
  using (organisation_id = app.current_organisation());
create policy budget_alerts_staff on budget_alerts to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on budget_alerts to andromede_portal, andromede_operator;
grant select, insert on budget_alerts to andromede_worker;

create table quota_requests (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  resource text not null,
  limit_asked integer not null,
  reason text not null,
  state text not null,
  facts jsonb,
  requested_by_account_id text not null,
  staff_id text,
  answer text not null default '',
  created_at timestamptz not null,
  decided_at timestamptz,
  constraint quota_requests_limit check (limit_asked >= 0),
  constraint quota_requests_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint quota_requests_organisation_id_project_id_projects_organisation
    foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
create unique index quota_requests_open on quota_requests (project_id, resource)
  where state in ('submitted', 'pending');
create index quota_requests_by_organisation on quota_requests (organisation_id, created_at);
create index quota_requests_waiting on quota_requests (state, created_at) where state in ('submitted', 'pending');
alter table quota_requests enable row level security, force row level security;
create policy quota_requests_portal on quota_requests to andromede_portal
  using (organisation_id = app.current_organisation())
  with check (organisation_id = app.current_organisation() and state in ('submitted', 'withdrawn'));
create policy quota_requests_staff on quota_requests to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy quota_requests_visible on quota_requests as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
grant select, insert on quota_requests to andromede_portal;
grant select, update on quota_requests to andromede_operator, andromede_worker;
grant update (state, decided_at) on quota_requests to andromede_portal;

-- The organisation adds and removes addresses; their owners confirm and remove them by a link. The worker writes to
-- the confirmed ones and forgets the others after a week.
create table alert_recipients (
  id text primary key,
  organisation_id text not null,
  email text not null,
  locale text not null,
  added_by_account_id text not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  constraint alert_recipients_locale check (locale in ('fr', 'en')),
  constraint alert_recipients_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint alert_recipients_added_by_account_id_accounts_id_fk
    foreign key (added_by_account_id) references accounts (id)
);
create unique index alert_recipients_email on alert_recipients (organisation_id, lower(email));
create index alert_recipients_pending on alert_recipients (created_at) where confirmed_at is null;
alter table alert_recipients enable row level security, force row level security;
create policy alert_recipients_portal on alert_recipients to andromede_portal
  using (organisation_id = app.current_organisation());
create policy alert_recipients_staff on alert_recipients to andromede_worker, andromede_migrator using (true);
grant select, insert, delete on alert_recipients to andromede_portal;
grant select, delete on alert_recipients to andromede_worker;
grant update (confirmed_at) on alert_recipients to andromede_portal;
