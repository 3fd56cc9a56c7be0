-- Files of documents and their delivery. An organisation reads those of the documents that it may see. Files and
-- statuses never change. Sites write the secrets of platforms and read none: the worker opens them.

create table document_deliveries (
  id text primary key,
  organisation_id text not null,
  document_id text not null,
  channel text not null,
  state text not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  external_id text,
  status_code integer,
  failure_code text,
  failure_text text,
  deposited_at timestamptz,
  created_at timestamptz not null,
  settled_at timestamptz,
  settled_by_staff_id text,
  constraint document_deliveries_once unique (document_id, channel),
  constraint document_deliveries_by_organisation unique (organisation_id, id),
  constraint document_deliveries_channel check (channel in ('mail', 'chorus_pro', 'platform')),
  constraint document_deliveries_state check (
    state in ('waiting', 'deposited', 'accepted', 'rejected', 'failed')),
  constraint document_deliveries_settled_by_staff_id_staff_accounts_id_fk
    foreign key (settled_by_staff_id) references staff_accounts (id),
  constraint document_deliveries_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id)
);
create index document_deliveries_due on document_deliveries (next_attempt_at) where next_attempt_at is not null;
alter table document_deliveries enable row level security, force row level security;
create policy document_deliveries_portal on document_deliveries to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy document_deliveries_staff on document_deliveries
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on document_deliveries to andromede_portal;
grant select, update on document_deliveries to andromede_operator;
grant select, insert, update on document_deliveries to andromede_worker;

create table delivery_statuses (
  delivery_id text,
  external_id text,
  organisation_id text not null,
  code integer not null,
  reason_code text,
  reason_text text,
  happened_at timestamptz not null,
  received_at timestamptz not null,
  constraint delivery_statuses_delivery_id_external_id_pk primary key (delivery_id, external_id),
  constraint delivery_statuses_code check (code between 200 and 699),
  constraint delivery_statuses_delivery
    foreign key (organisation_id, delivery_id) references document_deliveries (organisation_id, id)
);
alter table delivery_statuses enable row level security, force row level security;
create policy delivery_statuses_portal on delivery_statuses to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and exists (select 1 from document_deliveries d where d.id = delivery_id))
  with check (organisation_id = app.current_organisation());
create policy delivery_statuses_staff on delivery_statuses to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on delivery_statuses to andromede_portal, andromede_operator;
grant select, insert on delivery_statuses to andromede_worker;
create trigger delivery_statuses_append_only before update or delete or truncate on delivery_statuses
  for each statement execute function app.refuse_change();

create table document_files (
  document_id text,
  kind text,
  organisation_id text not null,
  content bytea not null,
  sha256 text not null,
  made_at timestamptz not null,
  constraint document_files_document_id_kind_pk primary key (document_id, kind),
  constraint document_files_kind check (kind in ('pdf', 'cii')),
  constraint document_files_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id)
);
alter table document_files enable row level security, force row level security;
create policy document_files_portal on document_files to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy document_files_staff on document_files to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on document_files to andromede_portal, andromede_operator, andromede_worker;
create trigger document_files_append_only before update or delete or truncate on document_files
  for each statement execute function app.refuse_change();

create table einvoice_connections (
  channel text primary key,
  base_url text not null,
  token_url text not null,
  client_id text not null,
  client_secret_sealed text not null,
  account_sealed text,
  polled_until timestamptz,
  updated_at timestamptz not null,
  constraint einvoice_connections_channel check (channel in ('chorus_pro', 'platform')),
  constraint einvoice_connections_account check ((channel = 'chorus_pro') = (account_sealed is not null))
);
grant delete on einvoice_connections to andromede_operator;
grant select on einvoice_connections to andromede_worker;
grant select (channel, base_url, token_url, client_id, polled_until, updated_at)
  on einvoice_connections to andromede_operator;
grant update (polled_until) on einvoice_connections to andromede_worker;

create table embedded_flows (
  tracking_id text primary key,
  name text not null,
  sha256 text not null,
  received_at timestamptz not null,
  given_code integer,
  given_reason text,
  given_at timestamptz
);
grant select on embedded_flows to andromede_operator;
grant select, insert on embedded_flows to andromede_worker;
grant update (given_code, given_reason, given_at) on embedded_flows to andromede_operator;

create table export_jobs (
  id text primary key,
  organisation_id text,
  requested_by text not null,
  kind text not null,
  format text not null,
  period text not null,
  locale text not null,
  state text not null,
  rows integer not null default 0,
  bytes integer not null default 0,
  file_name text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz not null,
  constraint export_jobs_state check (state in ('waiting', 'running', 'ready', 'failed')),
  constraint export_jobs_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create index export_jobs_recent on export_jobs (organisation_id, created_at);
alter table export_jobs enable row level security, force row level security;
create policy export_jobs_portal on export_jobs to andromede_portal
  using (organisation_id = app.current_organisation());
create policy export_jobs_staff on export_jobs to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on export_jobs to andromede_portal, andromede_operator;
grant select, insert, update, delete on export_jobs to andromede_worker;

create table export_chunks (
  export_id text,
  position integer,
  content bytea not null,
  constraint export_chunks_export_id_position_pk primary key (export_id, position),
  constraint export_chunks_export_id_export_jobs_id_fk
    foreign key (export_id) references export_jobs (id) on delete cascade
);
alter table export_chunks enable row level security, force row level security;
create policy export_chunks_portal on export_chunks for select to andromede_portal
  using (exists (select 1 from export_jobs j where j.id = export_id));
create policy export_chunks_staff on export_chunks to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on export_chunks to andromede_portal, andromede_operator;
grant select, insert, delete on export_chunks to andromede_worker;

create table purchase_accounts (
  organisation_id text,
  cost_centre text,
  account text not null,
  updated_at timestamptz not null,
  constraint purchase_accounts_organisation_id_cost_centre_pk primary key (organisation_id, cost_centre),
  constraint purchase_accounts_account check (account ~ '^6[0-9]{2,11}$'),
  constraint purchase_accounts_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
alter table purchase_accounts enable row level security, force row level security;
create policy purchase_accounts_portal on purchase_accounts to andromede_portal
  using (organisation_id = app.current_organisation());
create policy purchase_accounts_staff on purchase_accounts to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, update, delete on purchase_accounts to andromede_portal;
grant select on purchase_accounts to andromede_operator, andromede_worker;

-- Reports of payments to platforms. Settling a payment and planning the delivery of an invoice request one; the worker
-- sends it, and the operator's site has one sent again.
create table payment_reports (
  id text primary key,
  organisation_id text not null,
  document_id text not null,
  delivery_id text not null,
  allocation_id text not null,
  cents bigint not null,
  before_cents bigint not null,
  occurred_on date not null,
  state text not null,
  attempts integer not null default 0,
  resends integer not null default 0,
  next_attempt_at timestamptz,
  external_id text,
  failure_code text,
  failure_text text,
  deposited_at timestamptz,
  created_at timestamptz not null,
  constraint payment_reports_once unique (allocation_id),
  constraint payment_reports_cents check (cents <> 0 and before_cents >= 0 and before_cents + cents >= 0),
  constraint payment_reports_state check (
    state in ('waiting', 'deposited', 'accepted', 'rejected', 'failed')),
  constraint payment_reports_delivery
    foreign key (organisation_id, delivery_id) references document_deliveries (organisation_id, id)
);
create index payment_reports_due on payment_reports (next_attempt_at) where next_attempt_at is not null;
create index payment_reports_by_delivery on payment_reports (delivery_id, created_at);
create index payment_reports_by_document on payment_reports (document_id);
create index payment_reports_recent on payment_reports (created_at);
alter table payment_reports enable row level security, force row level security;
create policy payment_reports_portal on payment_reports for select to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and exists (select 1 from billing_documents d where d.id = document_id));
create policy payment_reports_staff on payment_reports to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on payment_reports to andromede_portal;
grant select, insert on payment_reports to andromede_operator, andromede_worker;
grant update (state, attempts, resends, next_attempt_at) on payment_reports to andromede_operator;
grant update (state, attempts, next_attempt_at, external_id, failure_code, failure_text, deposited_at)
  on payment_reports to andromede_worker;
create trigger payment_reports_keep before delete or truncate on payment_reports
  for each statement execute function app.refuse_change();
