-- Runs of billing, the months billed and concessions.

create table billed_months (
  organisation_id text,
  period text,
  closed_at timestamptz not null,
  documents integer not null,
  net_cents bigint not null,
  constraint billed_months_organisation_id_period_pk primary key (organisation_id, period),
  constraint billed_months_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
alter table billed_months enable row level security, force row level security;
create policy billed_months_portal on billed_months to andromede_portal
  using (organisation_id = app.current_organisation());
create policy billed_months_staff on billed_months to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on billed_months to andromede_portal, andromede_operator;
grant select, insert on billed_months to andromede_worker;
create trigger billed_months_append_only before update or delete or truncate on billed_months
  for each statement execute function app.refuse_change();

create table billing_concessions (
  id text primary key,
  organisation_id text not null,
  kind text not null,
  state text not null,
  document_id text,
  line_cents jsonb,
  net_cents bigint not null,
  reason text not null,
  proposed_by_staff_id text not null,
  proposed_at timestamptz not null,
  decided_by_staff_id text,
  decided_at timestamptz,
  outcome_document_id text,
  used_cents bigint not null default 0,
  constraint billing_concessions_credit check ((kind = 'credit_note') = (document_id is not null)),
  constraint billing_concessions_two_people check (
    decided_by_staff_id is distinct from proposed_by_staff_id or decided_by_staff_id is null),
  constraint billing_concessions_positive check (net_cents > 0 and used_cents between 0 and net_cents),
  constraint billing_concessions_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint billing_concessions_proposed_by_staff_id_staff_accounts_id_fk
    foreign key (proposed_by_staff_id) references staff_accounts (id),
  constraint billing_concessions_decided_by_staff_id_staff_accounts_id_fk
    foreign key (decided_by_staff_id) references staff_accounts (id),
  constraint billing_concessions_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id),
  constraint billing_concessions_outcome
    foreign key (organisation_id, outcome_document_id) references billing_documents (organisation_id, id)
);
create index billing_concessions_open on billing_concessions (organisation_id) where state in ('proposed', 'agreed');
alter table billing_concessions enable row level security, force row level security;
create policy billing_concessions_portal on billing_concessions to andromede_portal
  using (organisation_id = app.current_organisation());
create policy billing_concessions_staff on billing_concessions
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, update on billing_concessions to andromede_operator;
grant select, update on billing_concessions to andromede_worker;

create table billing_runs (
  id text primary key,
  period text not null,
  mode text not null,
  state text not null,
  requested_by_staff_id text,
  started_at timestamptz not null,
  finished_at timestamptz,
  scope text not null default 'all',
  constraint billing_runs_period check (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint billing_runs_scope check (scope in ('all', 'one')),
  constraint billing_runs_requested_by_staff_id_staff_accounts_id_fk
    foreign key (requested_by_staff_id) references staff_accounts (id)
);
create index billing_runs_recent on billing_runs (started_at);
create unique index billing_runs_one_at_a_time on billing_runs (period, mode) where state = 'running';
grant select, insert on billing_runs to andromede_operator;
grant select, insert, update on billing_runs to andromede_worker;

create table billing_run_items (
  run_id text,
  organisation_id text,
  state text not null,
  documents integer not null default 0,
  net_cents bigint not null default 0,
  previous_net_cents bigint,
  refusal_code text,
  refusal_params jsonb,
  finished_at timestamptz,
  constraint billing_run_items_run_id_organisation_id_pk primary key (run_id, organisation_id),
  constraint billing_run_items_run_id_billing_runs_id_fk foreign key (run_id) references billing_runs (id),
  constraint billing_run_items_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create index billing_run_items_waiting on billing_run_items (run_id) where state = 'waiting';
alter table billing_run_items enable row level security, force row level security;
create policy billing_run_items_portal on billing_run_items to andromede_portal
  using (organisation_id = app.current_organisation());
create policy billing_run_items_staff on billing_run_items to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on billing_run_items to andromede_operator;
grant select, insert, update on billing_run_items to andromede_worker;
