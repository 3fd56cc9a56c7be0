-- Accounts, organisations, their members and projects, and staff.

-- Staff never read a customer's credentials: hence the columns of the operator's grant.
create table accounts (
  id text primary key,
  email text not null,
  full_name text not null,
  password_hash text not null,
  locale text not null default 'fr',
  email_verified_at timestamptz,
  totp_secret_sealed text,
  totp_enabled_at timestamptz,
  totp_last_step bigint,
  disabled_at timestamptz,
  created_at timestamptz not null,
  constraint accounts_email_unique unique (email)
);
grant select, insert, update on accounts to andromede_portal;
grant select (id, email, full_name, locale, email_verified_at, totp_enabled_at, disabled_at, created_at)
  on accounts to andromede_operator, andromede_worker;

create table account_recovery_codes (
  account_id text,
  code_hash text,
  used_at timestamptz,
  constraint account_recovery_codes_account_id_code_hash_pk primary key (account_id, code_hash),
  constraint account_recovery_codes_account_id_accounts_id_fk foreign key (account_id) references accounts (id)
);
grant select, insert, update, delete on account_recovery_codes to andromede_portal;

-- The worker deletes sessions that have ended; the audit trail keeps who signed in and when. The gateway of consoles,
-- with the worker's role, checks the session of a console again and again, and typing counts as use.
create table account_sessions (
  token_hash text primary key,
  account_id text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  second_factor_at timestamptz,
  user_agent text,
  ip text,
  ended_at timestamptz,
  ended_reason text,
  constraint account_sessions_account_id_accounts_id_fk foreign key (account_id) references accounts (id)
);
create index account_sessions_by_account on account_sessions (account_id);
grant select, insert, update on account_sessions to andromede_portal;
grant delete on account_sessions to andromede_worker;
grant select (token_hash, account_id, last_seen_at, expires_at, second_factor_at, ended_at)
  on account_sessions to andromede_worker;
grant update (last_seen_at) on account_sessions to andromede_worker;

create table account_tokens (
  id text primary key,
  account_id text not null,
  purpose text not null,
  secret_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint account_tokens_secret_hash_unique unique (secret_hash),
  constraint account_tokens_account_id_accounts_id_fk foreign key (account_id) references accounts (id)
);
create index account_tokens_by_account on account_tokens (account_id);
grant select, insert, update on account_tokens to andromede_portal;
grant select, delete on account_tokens to andromede_worker;

-- The versions of the terms of sale and of the data-processing agreement. A release that changes a text adds its
-- version.
create table legal_documents (
  kind text,
  version text,
  published_at timestamptz not null,
  constraint legal_documents_kind_version_pk primary key (kind, version)
);
grant select on legal_documents to andromede_portal, andromede_worker;
grant select, insert on legal_documents to andromede_operator;
insert into legal_documents (kind, version, published_at) values
  ('terms', '2025-09', '2025-09-01T00:00:00+02:00'),
  ('dpa', '2025-09', '2025-09-01T00:00:00+02:00');

create table organisations (
  id text primary key,
  kind text not null,
  state text not null,
  legal_name text not null,
  siren text,
  siret text,
  vat_number text,
  legal_form_code text,
  legal_form_label text not null,
  legal_address jsonb not null,
  billing_contact_name text not null,
  billing_contact_email text not null,
  billing_address jsonb not null,
  directory_answer jsonb,
  directory_status text not null,
  spending_cap_cents bigint,
  is_demonstration boolean not null default false,
  submitted_at timestamptz not null,
  decided_at timestamptz,
  created_at timestamptz not null,
  constraint organisations_identifier check (
    (kind = 'eu_company' and vat_number is not null) or (kind <> 'eu_company' and siren ~ '^[0-9]{9}$')),
  constraint organisations_public_siret check (kind <> 'public_body' or siret ~ '^[0-9]{14}$')
);
create index organisations_by_siren on organisations (siren);
create index organisations_by_state on organisations (state, submitted_at);
create unique index organisations_siret on organisations (siret) where state not in ('refused', 'closed');
create unique index organisations_company_siren on organisations (siren)
  where kind = 'company' and state not in ('refused', 'closed');
create unique index organisations_foreign_vat on organisations (vat_number)
  where kind = 'eu_company' and state not in ('refused', 'closed');
alter table organisations enable row level security, force row level security;
create policy organisations_portal on organisations to andromede_portal using (id = app.current_organisation());
create policy organisations_staff on organisations to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, update on organisations to andromede_portal;
grant select, update on organisations to andromede_operator, andromede_worker;
create trigger organisations_guard before update on organisations
  for each row execute function app.guard_organisation();
create trigger organisations_guard_new before insert on organisations
  for each row execute function app.guard_new_organisation();

create table join_requests (
  id text primary key,
  organisation_id text not null,
  account_id text not null,
  message text not null,
  state text not null default 'pending',
  decided_by_account_id text,
  decided_at timestamptz,
  created_at timestamptz not null,
  constraint join_requests_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint join_requests_account_id_accounts_id_fk foreign key (account_id) references accounts (id)
);
create unique index join_requests_pending on join_requests (organisation_id, account_id) where state = 'pending';
create index join_requests_by_account on join_requests (account_id);
alter table join_requests enable row level security, force row level security;
create policy join_requests_portal on join_requests to andromede_portal
  using (organisation_id = app.current_organisation());
create policy join_requests_staff on join_requests to andromede_operator, andromede_worker, andromede_migrator
  using (true);
-- The requests of the account itself, which is not a member.
create policy join_requests_own on join_requests for select to andromede_portal
  using (account_id = app.current_account());
create policy join_requests_ask on join_requests for insert to andromede_portal
  with check (account_id = app.current_account() and state = 'pending');
grant select, insert, update on join_requests to andromede_portal;
grant select on join_requests to andromede_operator, andromede_worker;

create table legal_acceptances (
  id text primary key,
  organisation_id text not null,
  account_id text not null,
  kind text not null,
  version text not null,
  accepted_at timestamptz not null,
  constraint legal_acceptances_once unique (organisation_id, kind, version),
  constraint legal_acceptances_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint legal_acceptances_account_id_accounts_id_fk foreign key (account_id) references accounts (id),
  constraint legal_acceptances_kind_version_legal_documents_kind_version_fk
    foreign key (kind, version) references legal_documents (kind, version)
);
alter table legal_acceptances enable row level security, force row level security;
create policy legal_acceptances_portal on legal_acceptances to andromede_portal
  using (organisation_id = app.current_organisation());
create policy legal_acceptances_staff on legal_acceptances to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on legal_acceptances to andromede_portal;
grant select on legal_acceptances to andromede_operator, andromede_worker;

create table moderation_events (
  id text primary key,
  organisation_id text not null,
  kind text not null,
  account_id text,
  staff_id text,
  text text not null default '',
  facts jsonb,
  created_at timestamptz not null,
  case_id text,
  constraint moderation_events_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create index moderation_events_by_organisation on moderation_events (organisation_id, created_at);
create index moderation_events_by_case on moderation_events (case_id) where case_id is not null;
alter table moderation_events enable row level security, force row level security;
create policy moderation_events_portal on moderation_events to andromede_portal
  using (organisation_id = app.current_organisation());
create policy moderation_events_staff on moderation_events to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on moderation_events to andromede_portal, andromede_operator, andromede_worker;
create trigger moderation_events_append_only before update or delete or truncate on moderation_events
  for each statement execute function app.refuse_change();

create table organisation_members (
  organisation_id text not null,
  id text not null,
  account_id text not null,
  role text not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  constraint organisation_members_id_unique unique (id),
  constraint organisation_members_by_organisation unique (organisation_id, id),
  constraint organisation_members_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint organisation_members_account_id_accounts_id_fk foreign key (account_id) references accounts (id)
);
create unique index organisation_members_active on organisation_members (organisation_id, account_id)
  where removed_at is null;
create index organisation_members_by_account on organisation_members (account_id);
alter table organisation_members enable row level security, force row level security;
create policy organisation_members_portal on organisation_members to andromede_portal
  using (organisation_id = app.current_organisation());
create policy organisation_members_staff on organisation_members
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
-- Before a person has chosen an organisation: the ones that the account belongs to.
create policy organisation_members_own on organisation_members for select to andromede_portal
  using (account_id = app.current_account());
grant select, insert, update on organisation_members to andromede_portal;
grant select on organisation_members to andromede_operator, andromede_worker;

-- A member may be limited to some projects. The policies named *_visible, *_made and *_changed are restrictive: a
-- resource in a project that the member does not see does not exist for it, and it creates and changes nothing in one
-- that it does not operate.
create table projects (
  id text primary key,
  organisation_id text not null,
  name text not null,
  is_default boolean not null,
  created_at timestamptz not null,
  cost_centre text,
  tags jsonb not null default '{}',
  archived_at timestamptz,
  constraint projects_by_organisation unique (organisation_id, id),
  constraint projects_default_stays check (not is_default or archived_at is null),
  constraint projects_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create unique index projects_default on projects (organisation_id) where is_default;
create unique index projects_open_name on projects (organisation_id, name) where archived_at is null;
alter table projects enable row level security, force row level security;
create policy projects_portal on projects to andromede_portal using (organisation_id = app.current_organisation());
create policy projects_staff on projects to andromede_operator, andromede_worker, andromede_migrator using (true);
create policy projects_visible on projects as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or id = any ((select app.visible_projects())::text[]));
grant select, insert, update on projects to andromede_portal;
grant select on projects to andromede_operator, andromede_worker;
create trigger projects_claimed after delete or update of id, organisation_id on projects
  for each row execute function app.guard_claimed();

create table rate_limits (
  key text primary key,
  points integer not null default 0,
  expire bigint
);
grant select, insert, update, delete on rate_limits to andromede_portal, andromede_operator;
grant select, delete on rate_limits to andromede_worker;

create table ssh_keys (
  id text primary key,
  organisation_id text not null,
  name text not null,
  algorithm text not null,
  public_key text not null,
  fingerprint text not null,
  created_by_account_id text not null,
  created_at timestamptz not null,
  deleted_at timestamptz,
  constraint ssh_keys_by_organisation unique (organisation_id, id),
  constraint ssh_keys_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create unique index ssh_keys_name on ssh_keys (organisation_id, name) where deleted_at is null;
create unique index ssh_keys_fingerprint on ssh_keys (organisation_id, fingerprint) where deleted_at is null;
alter table ssh_keys enable row level security, force row level security;
create policy ssh_keys_portal on ssh_keys to andromede_portal using (organisation_id = app.current_organisation());
create policy ssh_keys_staff on ssh_keys to andromede_operator, andromede_worker, andromede_migrator using (true);
-- It removes only its own: keys of the organisation are on servers of all projects.
create policy ssh_keys_operated on ssh_keys as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or created_by_account_id = (select app.current_account()));
create policy ssh_keys_own on ssh_keys as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or created_by_account_id = (select app.current_account()));
grant select, insert, update on ssh_keys to andromede_portal;
grant select on ssh_keys to andromede_operator, andromede_worker;

create table staff_accounts (
  id text primary key,
  email text not null,
  full_name text not null,
  password_hash text not null,
  roles text[] not null,
  locale text not null default 'fr',
  totp_secret_sealed text,
  totp_enabled_at timestamptz,
  totp_last_step bigint,
  disabled_at timestamptz,
  created_at timestamptz not null,
  constraint staff_accounts_email_unique unique (email)
);
grant select, insert, update on staff_accounts to andromede_operator;
grant select (id, email, full_name, roles, locale, disabled_at) on staff_accounts to andromede_worker;

create table staff_recovery_codes (
  staff_id text,
  code_hash text,
  used_at timestamptz,
  constraint staff_recovery_codes_staff_id_code_hash_pk primary key (staff_id, code_hash),
  constraint staff_recovery_codes_staff_id_staff_accounts_id_fk
    foreign key (staff_id) references staff_accounts (id)
);
grant select, insert, update, delete on staff_recovery_codes to andromede_operator;

create table staff_sessions (
  token_hash text primary key,
  staff_id text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  second_factor_at timestamptz,
  user_agent text,
  ip text,
  ended_at timestamptz,
  ended_reason text,
  constraint staff_sessions_staff_id_staff_accounts_id_fk foreign key (staff_id) references staff_accounts (id)
);
create index staff_sessions_by_staff on staff_sessions (staff_id);
grant select, insert, update on staff_sessions to andromede_operator;
grant delete on staff_sessions to andromede_worker;
grant select (token_hash, expires_at, ended_at) on staff_sessions to andromede_worker;

-- Policies of earlier tables that read tables of this file.
-- Before a person has chosen an organisation: the ones that the account belongs to.
create policy organisations_own on organisations for select to andromede_portal
  using (
    exists (select 1 from organisation_members m where m.organisation_id = organisations.id
      and m.account_id = app.current_account() and m.removed_at is null));
