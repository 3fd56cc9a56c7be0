-- Reminders of overdue documents. A step never changes.

create table dunning_holds (
  document_id text primary key,
  organisation_id text not null,
  reason text not null,
  held_by_staff_id text not null,
  held_at timestamptz not null,
  constraint dunning_holds_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint dunning_holds_held_by_staff_id_staff_accounts_id_fk
    foreign key (held_by_staff_id) references staff_accounts (id),
  constraint dunning_holds_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id)
);
alter table dunning_holds enable row level security, force row level security;
create policy dunning_holds_portal on dunning_holds to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy dunning_holds_staff on dunning_holds to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, delete on dunning_holds to andromede_operator;
grant select on dunning_holds to andromede_worker;

create table dunning_steps (
  organisation_id text not null,
  document_id text,
  step text,
  outcome text not null,
  taken_on date not null,
  taken_at timestamptz not null,
  open_cents bigint not null,
  interest_cents bigint not null,
  fee_cents bigint not null,
  decided_by_staff_id text,
  note text not null default '',
  constraint dunning_steps_document_id_step_pk primary key (document_id, step),
  constraint dunning_steps_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint dunning_steps_decided_by_staff_id_staff_accounts_id_fk
    foreign key (decided_by_staff_id) references staff_accounts (id),
  constraint dunning_steps_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id)
);
create index dunning_steps_by_organisation on dunning_steps (organisation_id, taken_at);
alter table dunning_steps enable row level security, force row level security;
create policy dunning_steps_portal on dunning_steps to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy dunning_steps_staff on dunning_steps to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on dunning_steps to andromede_portal;
grant select, insert on dunning_steps to andromede_operator, andromede_worker;
create trigger dunning_steps_append_only before update or delete or truncate on dunning_steps
  for each statement execute function app.refuse_change();

create table reference_rates (
  from_on date primary key,
  basis_points integer not null,
  recorded_by_staff_id text,
  recorded_at timestamptz not null,
  constraint reference_rates_bounds check (basis_points between -500 and 5000),
  constraint reference_rates_recorded_by_staff_id_staff_accounts_id_fk
    foreign key (recorded_by_staff_id) references staff_accounts (id)
);
grant select on reference_rates to andromede_portal;
grant select, insert on reference_rates to andromede_operator, andromede_worker;
create trigger reference_rates_append_only before update or delete or truncate on reference_rates
  for each statement execute function app.refuse_change();
