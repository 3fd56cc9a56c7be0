-- Monthly assessments and the credits that follow. The worker assesses and grants; a billing officer confirms what
-- exceeds the limit and has a month assessed again; a customer reads what concerns its resources and contests it.

create table sla_assessed_months (
  organisation_id text,
  period text,
  assessed_at timestamptz not null,
  requested_at timestamptz,
  request_reason text,
  requested_by_staff_id text,
  constraint sla_assessed_months_organisation_id_period_pk primary key (organisation_id, period),
  constraint sla_assessed_months_request check (
    (requested_at is null) = (request_reason is null)
    and (requested_at is null) = (requested_by_staff_id is null)),
  constraint sla_assessed_months_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint sla_assessed_months_requested_by_staff_id_staff_accounts_id_fk
    foreign key (requested_by_staff_id) references staff_accounts (id)
);
create index sla_assessed_months_requested on sla_assessed_months (requested_at) where requested_at > assessed_at;
alter table sla_assessed_months enable row level security, force row level security;
create policy sla_assessed_months_portal on sla_assessed_months for select to andromede_portal
  using (organisation_id = app.current_organisation());
create policy sla_assessed_months_staff on sla_assessed_months
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on sla_assessed_months to andromede_operator;
grant select, insert on sla_assessed_months to andromede_worker;
grant select (organisation_id, period, assessed_at) on sla_assessed_months to andromede_portal;
grant update (requested_at, request_reason, requested_by_staff_id) on sla_assessed_months to andromede_operator;
grant update (assessed_at) on sla_assessed_months to andromede_worker;

create table sla_assessments (
  id text primary key,
  organisation_id text not null,
  subject_id text not null,
  subject_kind text not null,
  bundle_id text not null,
  period text not null,
  revision integer not null,
  cause text not null,
  reason text,
  requested_by_staff_id text,
  contract_id text not null,
  objective_ppm integer not null,
  window_ms bigint not null,
  excluded_ms bigint not null,
  unknown_ms bigint not null,
  down_ms bigint not null,
  up_ms bigint not null,
  availability_ppm integer,
  price_cents bigint not null,
  credit_cents bigint not null,
  evidence text not null,
  evidence_sha256 text not null,
  assessed_at timestamptz not null,
  constraint sla_assessments_by_organisation unique (organisation_id, id),
  constraint sla_assessments_period check (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint sla_assessments_parts check (window_ms = excluded_ms + unknown_ms + down_ms + up_ms),
  constraint sla_assessments_ppm check ((availability_ppm is null) = (down_ms + up_ms = 0)),
  constraint sla_assessments_credit check (price_cents >= 0 and credit_cents between 0 and price_cents),
  constraint sla_assessments_asked check ((cause = 'requested') = (reason is not null)),
  constraint sla_assessments_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint sla_assessments_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  constraint sla_assessments_requested_by_staff_id_staff_accounts_id_fk
    foreign key (requested_by_staff_id) references staff_accounts (id),
  constraint sla_assessments_contract_id_service_contracts_id_fk
    foreign key (contract_id) references service_contracts (id)
);
create unique index sla_assessments_revision on sla_assessments (subject_id, period, revision);
create index sla_assessments_by_month on sla_assessments (organisation_id, period);
alter table sla_assessments enable row level security, force row level security;
create policy sla_assessments_portal on sla_assessments for select to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v
      where v.id = subject_id)));
create policy sla_assessments_staff on sla_assessments to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on sla_assessments to andromede_portal, andromede_operator;
grant select, insert on sla_assessments to andromede_worker;
create trigger sla_assessments_append_only before update or delete or truncate on sla_assessments
  for each statement execute function app.refuse_change();

-- The customer reads the reason of an officer's decision, not the officer's name: hence the columns of the portal's
-- grant.
create table service_credits (
  id text primary key,
  organisation_id text not null,
  assessment_id text not null,
  subject_id text not null,
  subject_kind text not null,
  period text not null,
  amount_cents bigint not null,
  used_cents bigint not null default 0,
  state text not null,
  requested_by_staff_id text,
  decided_by_staff_id text,
  decided_at timestamptz,
  decision_reason text,
  created_at timestamptz not null,
  granted_at timestamptz,
  constraint service_credits_assessment_id_unique unique (assessment_id),
  constraint service_credits_by_organisation unique (organisation_id, id),
  constraint service_credits_amount check (amount_cents <> 0),
  constraint service_credits_used check (
    used_cents between least(0, amount_cents) and greatest(0, amount_cents)
    and (state = 'granted') = (used_cents = amount_cents) and (state = 'granted') = (granted_at is not null)
    and (state in ('granted', 'carried') or used_cents = 0)),
  constraint service_credits_decided check (
    (decided_at is null) = (decided_by_staff_id is null) and (state <> 'refused' or decision_reason is not null)
    and (state <> 'awaiting_confirmation' or decided_at is null)),
  constraint service_credits_two_people check (
    decided_by_staff_id is null or decided_by_staff_id is distinct from requested_by_staff_id),
  constraint service_credits_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint service_credits_requested_by_staff_id_staff_accounts_id_fk
    foreign key (requested_by_staff_id) references staff_accounts (id),
  constraint service_credits_decided_by_staff_id_staff_accounts_id_fk
    foreign key (decided_by_staff_id) references staff_accounts (id),
  constraint service_credits_assessment
    foreign key (organisation_id, assessment_id) references sla_assessments (organisation_id, id)
);
create index service_credits_by_month on service_credits (organisation_id, period);
create index service_credits_open on service_credits (organisation_id) where state in ('drafted', 'carried');
create index service_credits_waiting on service_credits (created_at) where state = 'awaiting_confirmation';
alter table service_credits enable row level security, force row level security;
create policy service_credits_portal on service_credits for select to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v
      where v.id = subject_id)));
create policy service_credits_staff on service_credits to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on service_credits to andromede_operator;
grant select, insert on service_credits to andromede_worker;
grant select (id, organisation_id, assessment_id, subject_id, subject_kind, period, amount_cents, used_cents, state,
  decided_at, decision_reason, created_at, granted_at)
  on service_credits to andromede_portal;
grant update (used_cents, state, decided_by_staff_id, decided_at, decision_reason, granted_at)
  on service_credits to andromede_operator;
grant update (used_cents, state, granted_at) on service_credits to andromede_worker;
create trigger service_credits_guard before update on service_credits
  for each row execute function app.guard_service_credit();
create trigger service_credits_keep before delete or truncate on service_credits
  for each statement execute function app.refuse_change();

create table service_credit_lines (
  credit_id text,
  organisation_id text not null,
  document_id text,
  position integer,
  cents bigint not null,
  constraint service_credit_lines_credit_id_document_id_position_pk primary key (credit_id, document_id, position),
  constraint service_credit_lines_cents check (cents <> 0),
  constraint service_credit_lines_of
    foreign key (organisation_id, credit_id) references service_credits (organisation_id, id),
  constraint service_credit_lines_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id)
);
create index service_credit_lines_by_document on service_credit_lines (document_id);
alter table service_credit_lines enable row level security, force row level security;
create policy service_credit_lines_portal on service_credit_lines for select to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and exists (select 1 from service_credits c where c.id = credit_id));
create policy service_credit_lines_staff on service_credit_lines
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on service_credit_lines to andromede_portal;
grant select, insert on service_credit_lines to andromede_operator, andromede_worker;
create trigger service_credit_lines_append_only before update or delete or truncate on service_credit_lines
  for each statement execute function app.refuse_change();

create table sla_contests (
  ticket_id text primary key,
  organisation_id text not null,
  assessment_id text not null,
  subject_id text not null,
  period text not null,
  contested_at timestamptz not null,
  constraint sla_contests_ticket foreign key (organisation_id, ticket_id) references tickets (organisation_id, id),
  constraint sla_contests_assessment
    foreign key (organisation_id, assessment_id) references sla_assessments (organisation_id, id)
);
create index sla_contests_by_month on sla_contests (organisation_id, period);
alter table sla_contests enable row level security, force row level security;
create policy sla_contests_portal on sla_contests to andromede_portal
  using (organisation_id = app.current_organisation());
create policy sla_contests_staff on sla_contests to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy sla_contests_visible on sla_contests as restrictive for select to andromede_portal
  using (exists (select 1 from sla_assessments a where a.id = assessment_id));
grant select, insert on sla_contests to andromede_portal;
grant select on sla_contests to andromede_operator;
create trigger sla_contests_append_only before update or delete or truncate on sla_contests
  for each statement execute function app.refuse_change();

create table sla_closed_periods (
  period text primary key,
  closed_at timestamptz not null
);
grant select, insert on sla_closed_periods to andromede_worker;

-- Months whose basis changed after their assessment. Whatever changes it adds a row in its own transaction: the worker
-- looks at nothing while nothing has changed, and misses nothing that commits late.
create table sla_overtaken_months (
  id bigint generated always as identity primary key,
  organisation_id text not null,
  period text not null,
  constraint sla_overtaken_months_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
alter table sla_overtaken_months enable row level security, force row level security;
create policy sla_overtaken_months_portal on sla_overtaken_months to andromede_portal
  using (organisation_id = app.current_organisation());
create policy sla_overtaken_months_staff on sla_overtaken_months to andromede_worker, andromede_migrator using (true);
grant select, delete on sla_overtaken_months to andromede_worker;
