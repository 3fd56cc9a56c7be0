-- A program acts for a member with a token. Only the hash of its secret is kept, and its last four characters, by which
-- people recognise it. A rotated secret stays valid until `former_until`. The rights of a token are those of its holder
-- now, limited to `permissions` and `project_ids` (null: all projects).
create table api_tokens (
  id text primary key,
  organisation_id text not null,
  account_id text not null,
  name text not null,
  secret_hash text not null,
  hint text not null,
  former_hash text,
  former_until timestamptz,
  permissions text[] not null,
  project_ids text[],
  networks text[] not null default '{}',
  may_destroy boolean not null,
  second_factor_at timestamptz,
  created_at timestamptz not null,
  created_from text,
  expires_at timestamptz not null,
  rotated_at timestamptz,
  last_used_at timestamptz,
  last_used_from text,
  revoked_at timestamptz,
  revoked_by_account_id text,
  constraint api_tokens_by_organisation unique (organisation_id, id),
  constraint api_tokens_former check ((former_hash is null) = (former_until is null)),
  constraint api_tokens_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint api_tokens_account_id_accounts_id_fk foreign key (account_id) references accounts (id),
  constraint api_tokens_revoked_by_account_id_accounts_id_fk
    foreign key (revoked_by_account_id) references accounts (id)
);
create unique index api_tokens_secret_hash on api_tokens (secret_hash);
create unique index api_tokens_former_hash on api_tokens (former_hash) where former_hash is not null;
create unique index api_tokens_name on api_tokens (organisation_id, account_id, name) where revoked_at is null;
alter table api_tokens enable row level security, force row level security;
-- Before its organisation is known, a token is shown to the caller that presents its secret, and to no other.
create policy api_tokens_portal on api_tokens to andromede_portal
  using (organisation_id = app.current_organisation()
    or current_setting('app.presented_token', true) in (secret_hash, former_hash));
create policy api_tokens_staff on api_tokens to andromede_operator, andromede_worker, andromede_migrator using (true);
grant select, insert, update on api_tokens to andromede_portal;
grant select (id, organisation_id, account_id, name, created_at, expires_at, last_used_at, revoked_at)
  on api_tokens to andromede_operator;
grant select on api_tokens to andromede_worker;
