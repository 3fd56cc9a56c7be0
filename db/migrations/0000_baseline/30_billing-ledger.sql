-- The books. Entries are only added, and balance within their transaction; they alone change the balances.

create table ledger_balances (
  selling_entity_id text,
  account text,
  auxiliary text,
  balance_cents bigint not null,
  constraint ledger_balances_selling_entity_id_account_auxiliary_pk primary key (selling_entity_id, account, auxiliary),
  constraint ledger_balances_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id)
);
grant select on ledger_balances to andromede_operator, andromede_worker;

create table ledger_transactions (
  id text primary key,
  selling_entity_id text not null,
  organisation_id text,
  journal text not null,
  kind text not null,
  document_id text,
  payment_id text,
  piece_reference text not null,
  label text not null,
  occurred_on date not null,
  validated_at timestamptz not null,
  sequence integer not null,
  constraint ledger_transactions_sequence unique (selling_entity_id, sequence),
  constraint ledger_transactions_of_payment unique (kind, payment_id),
  constraint ledger_transactions_journal check (journal in ('VE', 'BQ', 'OD')),
  constraint ledger_transactions_positive check (sequence > 0),
  constraint ledger_transactions_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id),
  constraint ledger_transactions_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint ledger_transactions_document
    foreign key (organisation_id, document_id) references billing_documents (organisation_id, id)
);
create index ledger_transactions_by_organisation on ledger_transactions (organisation_id, occurred_on);
create index ledger_transactions_by_document on ledger_transactions (document_id);
alter table ledger_transactions enable row level security, force row level security;
create policy ledger_transactions_portal on ledger_transactions to andromede_portal
  using (organisation_id = app.current_organisation());
create policy ledger_transactions_staff on ledger_transactions
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on ledger_transactions to andromede_portal;
grant select, insert on ledger_transactions to andromede_operator, andromede_worker;
create trigger ledger_transactions_append_only before update or delete or truncate on ledger_transactions
  for each statement execute function app.refuse_change();
create constraint trigger ledger_transactions_balance after insert on ledger_transactions deferrable initially deferred
  for each row
  execute function app.check_ledger_sum();

create table ledger_entries (
  transaction_id text,
  position integer,
  account text not null,
  auxiliary text,
  debit_cents bigint not null,
  credit_cents bigint not null,
  constraint ledger_entries_transaction_id_position_pk primary key (transaction_id, position),
  constraint ledger_entries_account check (account ~ '^[0-9]{3,12}$'),
  constraint ledger_entries_one_side check (
    debit_cents >= 0 and credit_cents >= 0 and (debit_cents = 0) <> (credit_cents = 0)),
  constraint ledger_entries_transaction_id_ledger_transactions_id_fk
    foreign key (transaction_id) references ledger_transactions (id)
);
create index ledger_entries_by_account on ledger_entries (account, auxiliary);
alter table ledger_entries enable row level security, force row level security;
create policy ledger_entries_portal on ledger_entries for select to andromede_portal
  using (exists (select 1 from ledger_transactions t where t.id = transaction_id));
create policy ledger_entries_staff on ledger_entries to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on ledger_entries to andromede_portal;
grant select, insert on ledger_entries to andromede_operator, andromede_worker;
create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries
  for each statement execute function app.refuse_change();
create trigger ledger_entries_move_balances after insert on ledger_entries referencing new table as posted
  for each statement execute function app.move_ledger_balances();
create trigger ledger_entries_guard after insert on ledger_entries referencing new table as posted
  for each statement execute function app.guard_ledger_entries();
