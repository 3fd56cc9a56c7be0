-- Scheduled exports of billing. A site writes the secret and never reads it; the months are the worker's.

create table export_schedules (
  id text primary key,
  organisation_id text not null,
  kind text not null,
  format text not null,
  destination text not null,
  endpoint text,
  region text,
  bucket text,
  prefix text,
  access_key_id text,
  secret_key_sealed text,
  locale text not null,
  created_by_account_id text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint export_schedules_by_organisation unique (organisation_id, id),
  constraint export_schedules_destination check (destination in ('mail', 's3')),
  constraint export_schedules_s3 check (
    (destination = 's3') = (endpoint is not null and region is not null and bucket is not null
      and prefix is not null and access_key_id is not null and secret_key_sealed is not null)),
  constraint export_schedules_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create index export_schedules_live on export_schedules (organisation_id) where ended_at is null;
alter table export_schedules enable row level security, force row level security;
create policy export_schedules_portal on export_schedules to andromede_portal
  using (organisation_id = app.current_organisation());
create policy export_schedules_staff on export_schedules to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant insert on export_schedules to andromede_portal;
grant select on export_schedules to andromede_worker;
grant select (id, organisation_id, kind, format, destination, endpoint, region, bucket, prefix, access_key_id, locale,
  created_by_account_id, created_at, ended_at)
  on export_schedules to andromede_portal;
grant update (ended_at) on export_schedules to andromede_portal;

create table scheduled_exports (
  schedule_id text,
  organisation_id text not null,
  period text,
  export_id text not null,
  state text not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  failure text,
  created_at timestamptz not null,
  finished_at timestamptz,
  constraint scheduled_exports_schedule_id_period_pk primary key (schedule_id, period),
  constraint scheduled_exports_state check (state in ('waiting', 'delivered', 'failed')),
  constraint scheduled_exports_over check ((state = 'waiting') = (next_attempt_at is not null)),
  constraint scheduled_exports_period check (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint scheduled_exports_schedule
    foreign key (organisation_id, schedule_id) references export_schedules (organisation_id, id)
);
create index scheduled_exports_due on scheduled_exports (next_attempt_at) where next_attempt_at is not null;
alter table scheduled_exports enable row level security, force row level security;
create policy scheduled_exports_portal on scheduled_exports to andromede_portal
  using (organisation_id = app.current_organisation());
create policy scheduled_exports_staff on scheduled_exports to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on scheduled_exports to andromede_portal;
grant select, insert on scheduled_exports to andromede_worker;
grant update (export_id, state, attempts, next_attempt_at, failure, finished_at)
  on scheduled_exports to andromede_worker;

create table export_documents (
  schedule_id text,
  document_id text,
  organisation_id text not null,
  export_id text not null,
  constraint export_documents_schedule_id_document_id_pk primary key (schedule_id, document_id),
  constraint export_documents_schedule
    foreign key (organisation_id, schedule_id) references export_schedules (organisation_id, id),
  constraint export_documents_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id)
);
create index export_documents_by_export on export_documents (export_id);
alter table export_documents enable row level security, force row level security;
create policy export_documents_portal on export_documents to andromede_portal
  using (organisation_id = app.current_organisation());
create policy export_documents_staff on export_documents to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on export_documents to andromede_portal, andromede_operator;
grant select, insert, delete on export_documents to andromede_worker;

-- A payment goes out with the month of its day, or with the next file when it was recorded later.
create table export_payments (
  schedule_id text,
  allocation_id text,
  organisation_id text not null,
  export_id text not null,
  constraint export_payments_schedule_id_allocation_id_pk primary key (schedule_id, allocation_id),
  constraint export_payments_schedule
    foreign key (organisation_id, schedule_id) references export_schedules (organisation_id, id),
  constraint export_payments_allocation
    foreign key (organisation_id, allocation_id) references payment_allocations (organisation_id, id)
);
create index export_payments_by_export on export_payments (export_id);
alter table export_payments enable row level security, force row level security;
create policy export_payments_portal on export_payments to andromede_portal
  using (organisation_id = app.current_organisation());
create policy export_payments_staff on export_payments to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on export_payments to andromede_portal, andromede_operator;
grant select, insert, delete on export_payments to andromede_worker;
