-- Quotes and their signatures are written once; only the link to a quote changes. The worker deletes old signature
-- codes.

create table quotes (
  id text primary key,
  organisation_id text not null,
  order_id text not null,
  number text not null,
  version integer not null,
  document bytea not null,
  document_hash text not null,
  valid_until timestamptz not null,
  link_secret_hash text,
  created_by_account_id text not null,
  created_at timestamptz not null,
  constraint quotes_link_secret_hash_unique unique (link_secret_hash),
  constraint quotes_by_organisation unique (organisation_id, id),
  constraint quotes_by_order unique (order_id),
  constraint quotes_version unique (number, version),
  constraint quotes_version_positive check (version >= 1),
  constraint quotes_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint quotes_created_by_account_id_accounts_id_fk
    foreign key (created_by_account_id) references accounts (id),
  constraint quotes_order foreign key (organisation_id, order_id) references orders (organisation_id, id)
);
create index quotes_recent on quotes (organisation_id, created_at);
alter table quotes enable row level security, force row level security;
create policy quotes_portal on quotes to andromede_portal using (organisation_id = app.current_organisation());
create policy quotes_staff on quotes to andromede_operator, andromede_worker, andromede_migrator using (true);
grant select, insert on quotes to andromede_portal;
grant select on quotes to andromede_operator, andromede_worker;
grant update (link_secret_hash) on quotes to andromede_portal;

create table quote_codes (
  quote_id text,
  organisation_id text not null,
  account_id text,
  code_hash text not null,
  tries integer not null default 0,
  expires_at timestamptz not null,
  constraint quote_codes_quote_id_account_id_pk primary key (quote_id, account_id),
  constraint quote_codes_account_id_accounts_id_fk foreign key (account_id) references accounts (id),
  constraint quote_codes_quote foreign key (organisation_id, quote_id) references quotes (organisation_id, id)
);
alter table quote_codes enable row level security, force row level security;
create policy quote_codes_portal on quote_codes to andromede_portal
  using (organisation_id = app.current_organisation() and account_id = app.current_account());
create policy quote_codes_staff on quote_codes to andromede_worker, andromede_migrator using (true);
grant select, insert, update, delete on quote_codes to andromede_portal;
grant select, delete on quote_codes to andromede_worker;

create table quote_signatures (
  quote_id text primary key,
  organisation_id text not null,
  account_id text not null,
  full_name text not null,
  capacity text not null,
  document_hash text not null,
  ip text,
  signed_at timestamptz not null,
  constraint quote_signatures_account_id_accounts_id_fk foreign key (account_id) references accounts (id),
  constraint quote_signatures_quote
    foreign key (organisation_id, quote_id) references quotes (organisation_id, id)
);
alter table quote_signatures enable row level security, force row level security;
create policy quote_signatures_portal on quote_signatures to andromede_portal
  using (organisation_id = app.current_organisation());
create policy quote_signatures_staff on quote_signatures to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on quote_signatures to andromede_portal;
grant select on quote_signatures to andromede_operator, andromede_worker;
create trigger quote_signatures_append_only before update or delete or truncate on quote_signatures
  for each statement execute function app.refuse_change();
