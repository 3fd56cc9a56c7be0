-- Mandates, bank movements, payments by transfer, debit and card. An organisation signs and revokes its mandate and
-- reads what it paid; only the operator's site and the worker read its account number. Of a movement only what was
-- decided about it changes.

create table bank_statements (
  id text primary key,
  selling_entity_id text not null,
  format text not null,
  identification text not null,
  iban text not null,
  from_on date not null,
  to_on date not null,
  opening_cents bigint not null,
  closing_cents bigint not null,
  file_name text not null,
  file_sha256 text not null,
  movements integer not null,
  repeated integer not null,
  imported_by_staff_id text,
  imported_at timestamptz not null,
  constraint bank_statements_once unique (iban, format, identification),
  constraint bank_statements_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id),
  constraint bank_statements_imported_by_staff_id_staff_accounts_id_fk
    foreign key (imported_by_staff_id) references staff_accounts (id)
);
create index bank_statements_by_file on bank_statements (file_sha256);
create index bank_statements_recent on bank_statements (imported_at);
grant select, insert on bank_statements to andromede_operator, andromede_worker;
create trigger bank_statements_append_only before update or delete or truncate on bank_statements
  for each statement execute function app.refuse_change();

create table bank_movements (
  id text primary key,
  statement_id text not null,
  selling_entity_id text not null,
  payer_id text,
  iban text not null,
  identity text not null,
  booked_on date not null,
  valued_on date not null,
  cents bigint not null,
  text text not null,
  counterparty_name text,
  counterparty_iban_masked text,
  end_to_end_id text,
  creditor_reference text,
  batch_reference text,
  return_reason text,
  state text not null,
  rule text,
  allocated_cents bigint not null,
  decided_by_staff_id text,
  decided_at timestamptz,
  note text not null default '',
  constraint bank_movements_once unique (iban, identity),
  constraint bank_movements_cents check (cents <> 0),
  constraint bank_movements_allocated check (
    case when cents > 0 then allocated_cents between 0 and cents else allocated_cents between cents and 0 end),
  constraint bank_movements_set_aside check (state <> 'set_aside' or allocated_cents = 0),
  constraint bank_movements_matched check (
    state <> 'matched' or allocated_cents = case when rule = 'card_payout' then 0 else cents end),
  constraint bank_movements_statement_id_bank_statements_id_fk
    foreign key (statement_id) references bank_statements (id),
  constraint bank_movements_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id),
  constraint bank_movements_payer_id_organisations_id_fk foreign key (payer_id) references organisations (id),
  constraint bank_movements_decided_by_staff_id_staff_accounts_id_fk
    foreign key (decided_by_staff_id) references staff_accounts (id)
);
create index bank_movements_waiting on bank_movements (booked_on) where state = 'to_confirm';
create index bank_movements_by_statement on bank_movements (statement_id);
create index bank_movements_by_payer on bank_movements (payer_id, booked_on);
grant select, insert on bank_movements to andromede_operator, andromede_worker;
grant update (payer_id, state, rule, allocated_cents, decided_by_staff_id, decided_at, note)
  on bank_movements to andromede_operator, andromede_worker;
create trigger bank_movements_keep before delete or truncate on bank_movements
  for each statement execute function app.refuse_change();

create table creditors (
  selling_entity_id text primary key,
  creditor_identifier text not null,
  notice_days integer not null,
  updated_at timestamptz not null,
  constraint creditors_notice check (notice_days between 1 and 30),
  constraint creditors_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id)
);
grant select on creditors to andromede_portal;
grant select, insert, update on creditors to andromede_operator, andromede_worker;

create table direct_debit_batches (
  id text primary key,
  selling_entity_id text not null,
  state text not null,
  collect_on date not null,
  message_id text not null,
  debits integer not null,
  total_cents bigint not null,
  file_sealed text not null,
  file_sha256 text not null,
  prepared_by_staff_id text,
  prepared_at timestamptz not null,
  ended_by_staff_id text,
  ended_at timestamptz,
  constraint direct_debit_batches_message_id_unique unique (message_id),
  constraint direct_debit_batches_total check (debits > 0 and total_cents > 0),
  constraint direct_debit_batches_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id),
  constraint direct_debit_batches_prepared_by_staff_id_staff_accounts_id_fk
    foreign key (prepared_by_staff_id) references staff_accounts (id),
  constraint direct_debit_batches_ended_by_staff_id_staff_accounts_id_fk
    foreign key (ended_by_staff_id) references staff_accounts (id)
);
create index direct_debit_batches_recent on direct_debit_batches (prepared_at);
grant select, insert on direct_debit_batches to andromede_operator, andromede_worker;
grant update (state, ended_by_staff_id, ended_at) on direct_debit_batches to andromede_operator, andromede_worker;
create trigger direct_debit_batches_keep before delete or truncate on direct_debit_batches
  for each statement execute function app.refuse_change();

create table document_settlements (
  document_id text primary key,
  organisation_id text not null,
  gross_cents bigint not null,
  paid_cents bigint not null,
  constraint document_settlements_paid check (paid_cents between 0 and gross_cents),
  constraint document_settlements_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint document_settlements_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id)
);
alter table document_settlements enable row level security, force row level security;
create policy document_settlements_portal on document_settlements to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy document_settlements_staff on document_settlements
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on document_settlements to andromede_portal;
grant select, insert on document_settlements to andromede_operator, andromede_worker;
grant update (paid_cents) on document_settlements to andromede_operator, andromede_worker;
create trigger document_settlements_keep before delete or truncate on document_settlements
  for each statement execute function app.refuse_change();

create table mandates (
  id text primary key,
  organisation_id text not null,
  selling_entity_id text not null,
  reference text not null,
  scheme text not null,
  state text not null,
  iban_sealed text not null,
  iban_masked text not null,
  bic text not null,
  holder_name text not null,
  holder_address jsonb not null,
  signed_by_account_id text not null,
  signed_at timestamptz not null,
  revoked_at timestamptz,
  first_collected_on date,
  constraint mandates_reference_unique unique (reference),
  constraint mandates_by_organisation unique (organisation_id, id),
  constraint mandates_reference check (reference ~ '^[A-Z0-9-]{1,35}$'),
  constraint mandates_revoked check ((state = 'revoked') = (revoked_at is not null)),
  constraint mandates_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint mandates_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id),
  constraint mandates_signed_by_account_id_accounts_id_fk
    foreign key (signed_by_account_id) references accounts (id)
);
create unique index mandates_active on mandates (organisation_id) where state = 'active';
alter table mandates enable row level security, force row level security;
create policy mandates_portal on mandates to andromede_portal using (organisation_id = app.current_organisation());
create policy mandates_staff on mandates to andromede_operator, andromede_worker, andromede_migrator using (true);
grant insert on mandates to andromede_portal;
grant select on mandates to andromede_operator;
grant select, insert on mandates to andromede_worker;
grant select (id, organisation_id, selling_entity_id, reference, scheme, state, iban_masked, bic, holder_name,
  holder_address, signed_by_account_id, signed_at, revoked_at, first_collected_on)
  on mandates to andromede_portal;
grant update (state, revoked_at) on mandates to andromede_portal;
grant update (state, revoked_at, first_collected_on) on mandates to andromede_operator, andromede_worker;
create trigger mandates_guard before update on mandates for each row execute function app.guard_mandate();
create trigger mandates_keep before delete or truncate on mandates
  for each statement execute function app.refuse_change();

create table direct_debits (
  id text primary key,
  organisation_id text not null,
  document_id text not null,
  mandate_id text not null,
  batch_id text,
  state text not null,
  cents bigint not null,
  collect_on date not null,
  end_to_end_id text not null,
  payment_information_id text,
  reason text,
  planned_at timestamptz not null,
  changed_at timestamptz not null,
  constraint direct_debits_end_to_end_id_unique unique (end_to_end_id),
  constraint direct_debits_by_organisation unique (organisation_id, id),
  constraint direct_debits_cents check (cents > 0),
  constraint direct_debits_batch check (
    state in ('planned', 'left_out') or (batch_id is not null and payment_information_id is not null)),
  constraint direct_debits_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint direct_debits_batch_id_direct_debit_batches_id_fk
    foreign key (batch_id) references direct_debit_batches (id),
  constraint direct_debits_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id),
  constraint direct_debits_mandate
    foreign key (organisation_id, mandate_id) references mandates (organisation_id, id)
);
create unique index direct_debits_once on direct_debits (document_id)
  where state in ('planned', 'prepared', 'sent', 'collected');
create index direct_debits_by_state on direct_debits (state, collect_on);
create index direct_debits_by_batch on direct_debits (batch_id);
alter table direct_debits enable row level security, force row level security;
create policy direct_debits_portal on direct_debits to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy direct_debits_staff on direct_debits to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on direct_debits to andromede_portal;
grant select, update on direct_debits to andromede_operator;
grant select, insert, update on direct_debits to andromede_worker;
create trigger direct_debits_keep before delete or truncate on direct_debits
  for each statement execute function app.refuse_change();

-- An organisation starts a card payment and follows it; only the worker marks it paid. A notice of the provider merely
-- advances the next look.
create table card_payments (
  id text primary key,
  organisation_id text not null,
  document_id text not null,
  selling_entity_id text not null,
  cents bigint not null,
  state text not null,
  page_url text,
  asked_by_account_id text not null,
  asked_at timestamptz not null,
  next_look_at timestamptz,
  paid_on date,
  payout_reference text,
  fee_cents bigint,
  payout_movement_id text,
  changed_at timestamptz not null,
  constraint card_payments_by_organisation unique (organisation_id, id),
  constraint card_payments_cents check (cents > 0),
  constraint card_payments_state check (
    state in ('asked', 'open', 'paid', 'declined', 'expired', 'disputed')),
  constraint card_payments_paid check ((state = 'paid') = (paid_on is not null)),
  constraint card_payments_payout check ((payout_reference is null) = (fee_cents is null)),
  constraint card_payments_fee check (fee_cents between 0 and cents),
  constraint card_payments_passed_on check (
    payout_movement_id is null or (state = 'paid' and payout_reference is not null)),
  constraint card_payments_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint card_payments_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id),
  constraint card_payments_asked_by_account_id_accounts_id_fk
    foreign key (asked_by_account_id) references accounts (id),
  constraint card_payments_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id),
  constraint card_payments_payout_movement foreign key (payout_movement_id) references bank_movements (id)
);
create index card_payments_due on card_payments (next_look_at) where next_look_at is not null;
create index card_payments_by_document on card_payments (document_id, asked_at);
create index card_payments_recent on card_payments (asked_at);
create index card_payments_by_payout on card_payments (payout_reference) where payout_reference is not null;
create index card_payments_by_payout_movement on card_payments (payout_movement_id)
  where payout_movement_id is not null;
alter table card_payments enable row level security, force row level security;
create policy card_payments_portal on card_payments to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy card_payments_staff on card_payments to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on card_payments to andromede_portal, andromede_operator, andromede_worker;
grant insert (id, organisation_id, document_id, selling_entity_id, cents, state, asked_by_account_id, asked_at,
  next_look_at, changed_at)
  on card_payments to andromede_portal;
grant update (state, page_url, next_look_at, changed_at) on card_payments to andromede_portal;
grant update (payout_movement_id, changed_at) on card_payments to andromede_operator;
grant update (state, page_url, next_look_at, paid_on, payout_reference, fee_cents, payout_movement_id, changed_at)
  on card_payments to andromede_worker;
create trigger card_payments_keep before delete or truncate on card_payments
  for each statement execute function app.refuse_change();
create trigger card_payments_guard before update on card_payments
  for each row execute function app.guard_card_payment();

create table card_providers (
  selling_entity_id text primary key,
  base_url text not null,
  secret_sealed text not null,
  is_on boolean not null,
  updated_at timestamptz not null,
  constraint card_providers_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id)
);
grant select on card_providers to andromede_portal, andromede_operator, andromede_worker;
grant update (is_on, updated_at) on card_providers to andromede_operator;

-- The operator's site proposes and decides a refund; only the worker marks it done.
create table card_refunds (
  id text primary key,
  organisation_id text not null,
  card_payment_id text not null,
  selling_entity_id text not null,
  cents bigint not null,
  reason text not null,
  state text not null,
  proposed_by_staff_id text not null,
  proposed_at timestamptz not null,
  decided_by_staff_id text,
  decided_at timestamptz,
  next_look_at timestamptz,
  refunded_on date,
  failure_text text,
  payout_reference text,
  fee_cents bigint,
  payout_movement_id text,
  changed_at timestamptz not null,
  constraint card_refunds_by_organisation unique (organisation_id, id),
  constraint card_refunds_cents check (cents > 0),
  constraint card_refunds_state check (state in ('proposed', 'agreed', 'refunded', 'refused', 'failed')),
  constraint card_refunds_refunded check ((state = 'refunded') = (refunded_on is not null)),
  constraint card_refunds_failed check ((state = 'failed') = (failure_text is not null)),
  constraint card_refunds_payout check (
    (payout_reference is null) = (fee_cents is null) and fee_cents >= 0),
  constraint card_refunds_taken_off check (
    payout_movement_id is null or (state = 'refunded' and payout_reference is not null)),
  constraint card_refunds_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id),
  constraint card_refunds_proposed_by_staff_id_staff_accounts_id_fk
    foreign key (proposed_by_staff_id) references staff_accounts (id),
  constraint card_refunds_decided_by_staff_id_staff_accounts_id_fk
    foreign key (decided_by_staff_id) references staff_accounts (id),
  constraint card_refunds_payment
    foreign key (organisation_id, card_payment_id) references card_payments (organisation_id, id),
  constraint card_refunds_payout_movement foreign key (payout_movement_id) references bank_movements (id)
);
create unique index card_refunds_one_open on card_refunds (card_payment_id) where state in ('proposed', 'agreed');
create index card_refunds_due on card_refunds (next_look_at) where next_look_at is not null;
create index card_refunds_by_payment on card_refunds (card_payment_id);
create index card_refunds_recent on card_refunds (proposed_at);
create index card_refunds_by_payout on card_refunds (payout_reference) where payout_reference is not null;
create index card_refunds_by_payout_movement on card_refunds (payout_movement_id) where payout_movement_id is not null;
alter table card_refunds enable row level security, force row level security;
create policy card_refunds_portal on card_refunds for select to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and exists (select 1 from card_payments p where p.id = card_payment_id));
create policy card_refunds_staff on card_refunds to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on card_refunds to andromede_portal, andromede_worker;
grant select, insert on card_refunds to andromede_operator;
grant update (state, decided_by_staff_id, decided_at, next_look_at, payout_movement_id, changed_at)
  on card_refunds to andromede_operator;
grant update (state, next_look_at, refunded_on, failure_text, payout_reference, fee_cents, payout_movement_id,
  changed_at)
  on card_refunds to andromede_worker;
create trigger card_refunds_keep before delete or truncate on card_refunds
  for each statement execute function app.refuse_change();
create trigger card_refunds_guard before insert or update on card_refunds
  for each row execute function app.guard_card_refund();

create table payment_allocations (
  id text primary key,
  organisation_id text not null,
  movement_id text,
  document_id text,
  direct_debit_id text,
  cents bigint not null,
  occurred_on date not null,
  label text not null,
  allocated_by_staff_id text,
  created_at timestamptz not null,
  card_payment_id text,
  card_refund_id text,
  constraint payment_allocations_of_organisation unique (organisation_id, id),
  constraint payment_allocations_cents check (cents <> 0),
  constraint payment_allocations_money check (num_nonnulls(movement_id, card_payment_id) = 1),
  constraint payment_allocations_given_back check (
    card_refund_id is null or (card_payment_id is not null and cents < 0)),
  constraint payment_allocations_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint payment_allocations_movement_id_bank_movements_id_fk
    foreign key (movement_id) references bank_movements (id),
  constraint payment_allocations_allocated_by_staff_id_staff_accounts_id_fk
    foreign key (allocated_by_staff_id) references staff_accounts (id),
  constraint payment_allocations_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id),
  constraint payment_allocations_debit
    foreign key (organisation_id, direct_debit_id) references direct_debits (organisation_id, id),
  constraint payment_allocations_card
    foreign key (organisation_id, card_payment_id) references card_payments (organisation_id, id),
  constraint payment_allocations_card_refund
    foreign key (organisation_id, card_refund_id) references card_refunds (organisation_id, id)
);
create index payment_allocations_by_document on payment_allocations (document_id);
create index payment_allocations_by_movement on payment_allocations (movement_id);
create index payment_allocations_by_organisation on payment_allocations (organisation_id, created_at);
create index payment_allocations_by_card on payment_allocations (card_payment_id);
alter table payment_allocations enable row level security, force row level security;
create policy payment_allocations_portal on payment_allocations to andromede_portal
  using (
    organisation_id = app.current_organisation()
    and (document_id is null or exists (select 1 from billing_documents d where d.id = document_id)))
  with check (organisation_id = app.current_organisation());
create policy payment_allocations_staff on payment_allocations
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on payment_allocations to andromede_portal;
grant select, insert on payment_allocations to andromede_operator, andromede_worker;
create trigger payment_allocations_append_only before update or delete or truncate on payment_allocations
  for each statement execute function app.refuse_change();
