-- How public bodies and companies buy: structures, purchase orders, approvals. A draft belongs to one person. Members
-- read the rest of their organisation; the use cases check who may write. Amendments, documents and decisions are only
-- added.

create table buyer_structures (
  siret text primary key,
  name text not null,
  is_service_code_required boolean not null,
  is_commitment_required boolean not null,
  is_commitment_or_service_code_required boolean not null,
  service_codes jsonb not null default '[]'
);
grant select on buyer_structures to andromede_portal, andromede_operator;
grant select, insert, update on buyer_structures to andromede_worker;

create table order_drafts (
  organisation_id text,
  account_id text,
  content jsonb not null,
  updated_at timestamptz not null,
  constraint order_drafts_organisation_id_account_id_pk primary key (organisation_id, account_id),
  constraint order_drafts_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint order_drafts_account_id_accounts_id_fk foreign key (account_id) references accounts (id)
);
alter table order_drafts enable row level security, force row level security;
create policy order_drafts_portal on order_drafts to andromede_portal
  using (organisation_id = app.current_organisation() and account_id = app.current_account());
create policy order_drafts_staff on order_drafts to andromede_worker, andromede_migrator using (true);
grant select, insert, update, delete on order_drafts to andromede_portal;
grant select, delete on order_drafts to andromede_worker;

create table purchase_orders (
  id text primary key,
  organisation_id text not null,
  number text not null,
  ceiling_cents bigint not null,
  starts_on date not null,
  ends_on date not null,
  alerted_percent integer not null default 0,
  created_by_account_id text,
  created_at timestamptz not null,
  constraint purchase_orders_by_organisation unique (organisation_id, id),
  constraint purchase_orders_number unique (organisation_id, number),
  constraint purchase_orders_ceiling check (ceiling_cents > 0),
  constraint purchase_orders_days check (starts_on <= ends_on),
  constraint purchase_orders_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint purchase_orders_created_by_account_id_accounts_id_fk
    foreign key (created_by_account_id) references accounts (id)
);
alter table purchase_orders enable row level security, force row level security;
create policy purchase_orders_portal on purchase_orders to andromede_portal
  using (organisation_id = app.current_organisation());
create policy purchase_orders_staff on purchase_orders to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on purchase_orders to andromede_portal;
grant select on purchase_orders to andromede_operator, andromede_worker;
grant update (ceiling_cents, ends_on, alerted_percent) on purchase_orders to andromede_portal;
grant update (alerted_percent) on purchase_orders to andromede_worker;

create table purchase_order_amendments (
  id text primary key,
  organisation_id text not null,
  purchase_order_id text not null,
  ceiling_before_cents bigint not null,
  ceiling_cents bigint not null,
  ends_on_before date not null,
  ends_on date not null,
  reason text not null,
  account_id text,
  created_at timestamptz not null,
  constraint purchase_order_amendments_account_id_accounts_id_fk foreign key (account_id) references accounts (id),
  constraint purchase_order_amendments_of
    foreign key (organisation_id, purchase_order_id) references purchase_orders (organisation_id, id)
);
create index purchase_order_amendments_by_order on purchase_order_amendments (purchase_order_id, created_at);
alter table purchase_order_amendments enable row level security, force row level security;
create policy purchase_order_amendments_portal on purchase_order_amendments to andromede_portal
  using (organisation_id = app.current_organisation());
create policy purchase_order_amendments_staff on purchase_order_amendments
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on purchase_order_amendments to andromede_portal;
grant select on purchase_order_amendments to andromede_operator, andromede_worker;

create table purchase_order_documents (
  id text primary key,
  organisation_id text not null,
  purchase_order_id text not null,
  name text not null,
  media_type text not null,
  size_bytes integer not null,
  sha256 text not null,
  content bytea not null,
  account_id text,
  created_at timestamptz not null,
  constraint purchase_order_documents_once unique (purchase_order_id, sha256),
  constraint purchase_order_documents_size check (size_bytes between 1 and 10485760),
  constraint purchase_order_documents_account_id_accounts_id_fk foreign key (account_id) references accounts (id),
  constraint purchase_order_documents_of
    foreign key (organisation_id, purchase_order_id) references purchase_orders (organisation_id, id)
);
alter table purchase_order_documents enable row level security, force row level security;
create policy purchase_order_documents_portal on purchase_order_documents to andromede_portal
  using (organisation_id = app.current_organisation());
create policy purchase_order_documents_staff on purchase_order_documents
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on purchase_order_documents to andromede_portal;
grant select on purchase_order_documents to andromede_operator, andromede_worker;

create table reference_policies (
  organisation_id text primary key,
  is_purchase_order_required boolean not null default false,
  is_market_number_required boolean not null default false,
  payer_siret text,
  updated_at timestamptz not null,
  constraint reference_policies_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
alter table reference_policies enable row level security, force row level security;
create policy reference_policies_portal on reference_policies to andromede_portal
  using (organisation_id = app.current_organisation());
create policy reference_policies_staff on reference_policies
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, update on reference_policies to andromede_portal, andromede_worker;
grant select on reference_policies to andromede_operator;

-- One approval and one refusal per person: an approver may still refuse while an obstacle stops the order.
create table approval_decisions (
  id text primary key,
  organisation_id text not null,
  order_id text not null,
  account_id text not null,
  on_behalf_of_account_id text not null,
  decision text not null,
  reason text not null,
  content_hash text not null,
  decided_at timestamptz not null,
  constraint approval_decisions_once unique (order_id, account_id, decision),
  constraint approval_decisions_of unique (order_id, on_behalf_of_account_id, decision),
  constraint approval_decisions_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint approval_decisions_account_id_accounts_id_fk foreign key (account_id) references accounts (id),
  constraint approval_decisions_on_behalf_of_account_id_accounts_id_fk
    foreign key (on_behalf_of_account_id) references accounts (id)
);
create index approval_decisions_by_order on approval_decisions (order_id);
alter table approval_decisions enable row level security, force row level security;
create policy approval_decisions_portal on approval_decisions to andromede_portal
  using (organisation_id = app.current_organisation());
create policy approval_decisions_staff on approval_decisions
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on approval_decisions to andromede_portal;
grant select on approval_decisions to andromede_operator, andromede_worker;

create table approval_delegations (
  id text primary key,
  organisation_id text not null,
  from_account_id text not null,
  to_account_id text not null,
  starts_on date not null,
  ends_on date not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint approval_delegations_days check (starts_on <= ends_on),
  constraint approval_delegations_people check (from_account_id <> to_account_id),
  constraint approval_delegations_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint approval_delegations_from_account_id_accounts_id_fk
    foreign key (from_account_id) references accounts (id),
  constraint approval_delegations_to_account_id_accounts_id_fk
    foreign key (to_account_id) references accounts (id)
);
create index approval_delegations_by_organisation on approval_delegations (organisation_id);
alter table approval_delegations enable row level security, force row level security;
create policy approval_delegations_portal on approval_delegations to andromede_portal
  using (organisation_id = app.current_organisation());
create policy approval_delegations_staff on approval_delegations
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on approval_delegations to andromede_portal;
grant select on approval_delegations to andromede_operator, andromede_worker;
grant update (ended_at) on approval_delegations to andromede_portal;

-- Orders that wait for a decision. The portal gives held capacity back, or keeps it for good, through app.end_hold and
-- app.keep_hold, which touch nothing else.
create table held_orders (
  order_id text primary key,
  organisation_id text not null,
  project_id text not null,
  reasons text[] not null,
  approvals_needed integer not null,
  plan jsonb not null,
  resource_ids text[] not null,
  names text[] not null,
  content_hash text not null,
  held_at timestamptz not null,
  expires_at timestamptz not null,
  reminded_at timestamptz,
  escalated_at timestamptz,
  day_cents bigint,
  -- An approved order that meets a passing obstacle stays held with its approvals and is retried until it expires. One
  -- stopped shortly before that gets more time, hence the grants on expires_at.
  obstacle text,
  obstructed_at timestamptz,
  retry_at timestamptz,
  constraint held_orders_approvals check (approvals_needed between 0 and 2),
  constraint held_orders_obstacle check (
    (obstacle is null) = (obstructed_at is null) and (obstacle is null) = (retry_at is null)
    and (obstacle is not null) = ('obstacle' = any(reasons)) and (obstacle is null or reasons = array['obstacle'])),
  constraint held_orders_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create index held_orders_by_organisation on held_orders (organisation_id, held_at);
create index held_orders_by_expiry on held_orders (expires_at);
create index held_orders_by_retry on held_orders (retry_at) where retry_at is not null;
alter table held_orders enable row level security, force row level security;
create policy held_orders_portal on held_orders to andromede_portal
  using (organisation_id = app.current_organisation());
create policy held_orders_staff on held_orders to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy held_orders_visible on held_orders as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
grant select, insert, delete on held_orders to andromede_portal;
grant select on held_orders to andromede_operator;
grant select, delete on held_orders to andromede_worker;
grant update (reasons, expires_at, obstacle, obstructed_at, retry_at) on held_orders to andromede_portal;
grant update (reasons, expires_at, reminded_at, escalated_at, obstacle, obstructed_at, retry_at)
  on held_orders to andromede_worker;

create table signature_rules (
  id text primary key,
  organisation_id text not null,
  from_cents bigint not null,
  project_id text,
  cost_centre text,
  kind text,
  approvals integer not null,
  created_at timestamptz not null,
  constraint signature_rules_approvals check (approvals between 1 and 2),
  constraint signature_rules_from check (from_cents >= 0),
  constraint signature_rules_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create index signature_rules_by_organisation on signature_rules (organisation_id);
alter table signature_rules enable row level security, force row level security;
create policy signature_rules_portal on signature_rules to andromede_portal
  using (organisation_id = app.current_organisation());
create policy signature_rules_staff on signature_rules to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, delete on signature_rules to andromede_portal;
grant select on signature_rules to andromede_operator, andromede_worker;

create table approval_links (
  secret_hash text primary key,
  organisation_id text not null,
  order_id text not null,
  account_id text not null,
  content_hash text not null,
  created_at timestamptz not null,
  spent_at timestamptz,
  constraint approval_links_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint approval_links_account_id_accounts_id_fk foreign key (account_id) references accounts (id)
);
create index approval_links_by_order on approval_links (order_id);
alter table approval_links enable row level security, force row level security;
create policy approval_links_portal on approval_links to andromede_portal
  using (organisation_id = app.current_organisation());
-- The recipient reads a link before choosing an organisation.
create policy approval_links_own on approval_links for select to andromede_portal
  using (account_id = app.current_account());
create policy approval_links_staff on approval_links to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on approval_links to andromede_portal, andromede_worker;
grant update (spent_at) on approval_links to andromede_portal, andromede_worker;

create table structure_answers (
  siret text primary key,
  answer jsonb not null,
  fetched_at timestamptz not null
);
grant select, insert, update on structure_answers to andromede_portal;
grant select on structure_answers to andromede_operator, andromede_worker;
