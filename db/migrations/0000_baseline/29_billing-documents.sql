-- Billing documents. The worker bills, the operator's site credits and corrects, an organisation reads what was issued
-- to it.

-- Customer codes of the books are unique, with gaps: two organisations billed for the first time at once do not
-- wait for each other.
create sequence customer_numbers;
grant usage on sequence customer_numbers to andromede_worker;

create table billing_document_lines (
  document_id text,
  position integer,
  organisation_id text not null,
  kind text not null,
  label text not null,
  detail text,
  resource_id text,
  resource_kind text,
  bundle_id text,
  meter text,
  project_id text,
  project_name text,
  cost_centre text,
  tags jsonb,
  document_references jsonb,
  usage_period text not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  used_seconds bigint,
  billed_seconds bigint,
  micro_cents_per_hour bigint,
  list_micro_cents_per_hour bigint,
  net_cents bigint not null,
  vat_category text not null,
  vat_rate_basis_points integer not null,
  bound text,
  used_mebibytes bigint,
  included_mebibytes bigint,
  billed_mebibytes bigint,
  micro_cents_per_gibibyte bigint,
  constraint billing_document_lines_document_id_position_pk primary key (document_id, position)
);
create unique index billing_document_lines_bound on billing_document_lines (bound) where bound is not null;
create index billing_document_lines_by_month on billing_document_lines (organisation_id, usage_period);
alter table billing_document_lines enable row level security, force row level security;
create policy billing_document_lines_portal on billing_document_lines to andromede_portal
  using (organisation_id = app.current_organisation());
create policy billing_document_lines_staff on billing_document_lines
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy billing_document_lines_visible on billing_document_lines as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
grant select on billing_document_lines to andromede_portal;
grant select, insert on billing_document_lines to andromede_operator;
grant select, insert, delete on billing_document_lines to andromede_worker;
create trigger billing_document_lines_added after insert on billing_document_lines referencing new table as touched
  for each statement execute function app.guard_document_lines();
create trigger billing_document_lines_removed after delete on billing_document_lines referencing old table as touched
  for each statement execute function app.guard_document_lines();
create trigger billing_document_lines_keep before update or truncate on billing_document_lines
  for each statement execute function app.refuse_change();

create table billing_documents (
  id text primary key,
  organisation_id text not null,
  selling_entity_id text not null,
  kind text not null,
  state text not null,
  series text,
  number text,
  issued_on date,
  due_on date,
  period text not null,
  grouping_key text not null,
  project_id text,
  corrects_document_id text,
  net_cents bigint not null,
  vat_cents bigint not null,
  gross_cents bigint not null,
  content json not null,
  content_sha256 text not null,
  finalised_at timestamptz,
  created_at timestamptz not null,
  constraint billing_documents_number_unique unique (number),
  constraint billing_documents_by_organisation unique (organisation_id, id),
  constraint billing_documents_period check (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint billing_documents_gross check (gross_cents = net_cents + vat_cents),
  constraint billing_documents_number check (number ~ '^[A-Za-z0-9+_/-]{1,35}$'),
  constraint billing_documents_final check (
    (state = 'final') = (number is not null) and (state = 'final') = (finalised_at is not null)
    and (state = 'final') = (issued_on is not null and due_on is not null and series is not null)),
  constraint billing_documents_correction check (
    (kind = 'credit_note') = (corrects_document_id is not null)),
  constraint billing_documents_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint billing_documents_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id),
  constraint billing_documents_corrects
    foreign key (organisation_id, corrects_document_id) references billing_documents (organisation_id, id)
);
create index billing_documents_recent on billing_documents (organisation_id, issued_on);
create index billing_documents_by_period on billing_documents (period, organisation_id);
create index billing_documents_corrections on billing_documents (corrects_document_id)
  where corrects_document_id is not null;
alter table billing_documents enable row level security, force row level security;
create policy billing_documents_portal on billing_documents to andromede_portal
  using (organisation_id = app.current_organisation() and state = 'final')
  with check (organisation_id = app.current_organisation());
create policy billing_documents_staff on billing_documents to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy billing_documents_visible on billing_documents as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
grant select on billing_documents to andromede_portal;
grant select, insert, update on billing_documents to andromede_operator;
grant select, insert, update, delete on billing_documents to andromede_worker;
create trigger billing_documents_guard before insert or update or delete on billing_documents
  for each row execute function app.guard_document();
create trigger billing_documents_keep before truncate on billing_documents
  for each statement execute function app.refuse_change();
create trigger billing_documents_overtake after update on billing_documents
  for each row when (new.kind = 'credit_note' and new.state = 'final' and old.state = 'draft')
  execute function app.note_credit_note();

create table billing_profiles (
  organisation_id text primary key,
  customer_code text,
  grouping text not null default 'organisation',
  language text not null default 'fr',
  vat_regime text not null default 'by_address',
  vat_certificate text,
  vat_regime_until date,
  payment_method text not null default 'transfer',
  mandate_reference text,
  payment_days integer not null default 30,
  updated_at timestamptz not null,
  -- The customer says whether it is a taxable person; the billing office may correct it.
  vat_status text,
  -- Set once the billing office has decided: from then on the customer does not change it. The portal has no grant on
  -- it.
  vat_status_by_office boolean not null default false,
  constraint billing_profiles_customer_code_unique unique (customer_code),
  constraint billing_profiles_days check (payment_days between 0 and 60),
  constraint billing_profiles_certificate check (
    vat_regime = 'by_address' or vat_certificate is not null),
  constraint billing_profiles_mandate check (
    payment_method <> 'direct_debit' or mandate_reference is not null),
  constraint billing_profiles_vat_status check (vat_status in ('taxable', 'not_taxable')),
  constraint billing_profiles_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
alter table billing_profiles enable row level security, force row level security;
create policy billing_profiles_portal on billing_profiles to andromede_portal
  using (organisation_id = app.current_organisation());
create policy billing_profiles_staff on billing_profiles to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on billing_profiles to andromede_portal;
grant select, insert, update on billing_profiles to andromede_operator, andromede_worker;
grant insert (organisation_id, grouping, language, payment_method, mandate_reference, updated_at, vat_status)
  on billing_profiles to andromede_portal;
grant update (grouping, language, payment_method, mandate_reference, updated_at, vat_status)
  on billing_profiles to andromede_portal;

create table billing_sellers (
  selling_entity_id text primary key,
  siret text not null,
  electronic_scheme text not null,
  electronic_id text not null,
  iban text not null,
  bic text not null,
  account_holder text not null,
  vat_on_debits boolean not null,
  invoice_prefix text not null,
  credit_note_prefix text not null,
  four_eyes_from_cents bigint not null,
  updated_at timestamptz not null,
  constraint billing_sellers_prefixes check (
    invoice_prefix ~ '^[A-Z]{2,6}$' and credit_note_prefix ~ '^[A-Z]{2,6}$'),
  constraint billing_sellers_apart check (invoice_prefix <> credit_note_prefix),
  constraint billing_sellers_four_eyes check (four_eyes_from_cents >= 0),
  constraint billing_sellers_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id)
);
grant select on billing_sellers to andromede_portal, andromede_worker;
grant select, insert, update on billing_sellers to andromede_operator;

create table document_series (
  selling_entity_id text,
  series text,
  last_number integer not null default 0,
  last_issued_on date,
  constraint document_series_selling_entity_id_series_pk primary key (selling_entity_id, series),
  constraint document_series_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id)
);
grant select, insert, update on document_series to andromede_operator, andromede_worker;
create trigger document_series_guard before update on document_series for each row execute function app.guard_series();
create trigger document_series_keep before delete or truncate on document_series
  for each statement execute function app.refuse_change();

create table invoice_replacements (
  replaced_document_id text primary key,
  organisation_id text not null,
  original_document_id text not null,
  credit_note_id text not null,
  document_id text not null,
  is_internal boolean not null,
  reason text not null,
  staff_id text not null,
  created_at timestamptz not null,
  constraint invoice_replacements_credit_note_id_unique unique (credit_note_id),
  constraint invoice_replacements_document_id_unique unique (document_id),
  constraint invoice_replacements_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint invoice_replacements_staff_id_staff_accounts_id_fk
    foreign key (staff_id) references staff_accounts (id),
  constraint invoice_replacements_replaced
    foreign key (organisation_id, replaced_document_id) references billing_documents (organisation_id, id),
  constraint invoice_replacements_original
    foreign key (organisation_id, original_document_id) references billing_documents (organisation_id, id),
  constraint invoice_replacements_credit_note
    foreign key (organisation_id, credit_note_id) references billing_documents (organisation_id, id),
  constraint invoice_replacements_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id)
);
alter table invoice_replacements enable row level security, force row level security;
create policy invoice_replacements_portal on invoice_replacements to andromede_portal
  using (organisation_id = app.current_organisation());
create policy invoice_replacements_staff on invoice_replacements
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on invoice_replacements to andromede_portal, andromede_worker;
grant select, insert on invoice_replacements to andromede_operator;
