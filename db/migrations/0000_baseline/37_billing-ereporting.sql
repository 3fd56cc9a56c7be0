-- Declarations of sales and payments are the seller's: the portal has no grant on them. The worker makes and sends
-- them, the operator's site makes one early or has one sent again. What was declared never changes.

create table ereporting_settings (
  selling_entity_id text primary key,
  size text not null,
  regime text not null,
  starts_on date not null,
  platform_code text not null,
  updated_at timestamptz not null,
  constraint ereporting_settings_size check (size in ('large', 'mid_size', 'small')),
  constraint ereporting_settings_regime check (
    regime in ('real_monthly', 'real_quarterly', 'simplified', 'franchise')),
  constraint ereporting_settings_platform check (platform_code ~ '^[0-9A-Z]{4}$'),
  constraint ereporting_settings_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id)
);
alter table ereporting_settings enable row level security, force row level security;
create policy ereporting_settings_staff on ereporting_settings
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, update on ereporting_settings to andromede_operator;
grant select on ereporting_settings to andromede_worker;

create table declarations (
  id text primary key,
  selling_entity_id text not null,
  kind text not null,
  from_on date not null,
  to_on date not null,
  due_on date not null,
  revision integer not null,
  type text not null,
  number text not null,
  items integer not null,
  net_cents bigint not null,
  vat_cents bigint not null,
  paid_cents bigint not null,
  content bytea not null,
  sha256 text not null,
  sources_sha256 text not null,
  state text not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  external_id text,
  status_code integer,
  failure_code text,
  failure_text text,
  deposited_at timestamptz,
  created_at timestamptz not null,
  created_by_staff_id text,
  constraint declarations_number_unique unique (number),
  constraint declarations_once unique (selling_entity_id, kind, from_on, revision),
  constraint declarations_kind check (kind in ('transactions', 'payments')),
  constraint declarations_period check (from_on <= to_on and to_on < due_on and revision >= 1),
  constraint declarations_type check (type in ('IN', 'RE') and (revision > 1 or type = 'IN')),
  constraint declarations_state check (
    state in ('waiting', 'deposited', 'accepted', 'rejected', 'failed')),
  constraint declarations_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id),
  constraint declarations_created_by_staff_id_staff_accounts_id_fk
    foreign key (created_by_staff_id) references staff_accounts (id)
);
create index declarations_due on declarations (next_attempt_at) where next_attempt_at is not null;
alter table declarations enable row level security, force row level security;
create policy declarations_staff on declarations to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on declarations to andromede_operator, andromede_worker;
grant update (state, attempts, next_attempt_at) on declarations to andromede_operator;
grant update (state, attempts, next_attempt_at, external_id, status_code, failure_code, failure_text, deposited_at)
  on declarations to andromede_worker;
create trigger declarations_keep before delete or truncate on declarations
  for each statement execute function app.refuse_change();

create table declaration_items (
  declaration_id text,
  source_id text,
  organisation_id text not null,
  document_id text not null,
  flow text not null,
  happened_on date not null,
  net_cents bigint not null,
  vat_cents bigint not null,
  paid_cents bigint not null,
  constraint declaration_items_declaration_id_source_id_pk primary key (declaration_id, source_id),
  constraint declaration_items_flow check (flow in ('10.1', '10.2', '10.3', '10.4')),
  constraint declaration_items_declaration_id_declarations_id_fk
    foreign key (declaration_id) references declarations (id),
  constraint declaration_items_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id)
);
create index declaration_items_by_source on declaration_items (source_id);
alter table declaration_items enable row level security, force row level security;
create policy declaration_items_staff on declaration_items to andromede_operator, andromede_worker, andromede_migrator
  using (true);
-- A second barrier: with a grant the portal would still see its own documents alone.
create policy declaration_items_portal on declaration_items for select to andromede_portal
  using (organisation_id = app.current_organisation());
grant select, insert on declaration_items to andromede_operator, andromede_worker;
create trigger declaration_items_append_only before update or delete or truncate on declaration_items
  for each statement execute function app.refuse_change();
