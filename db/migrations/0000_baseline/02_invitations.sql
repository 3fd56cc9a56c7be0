-- Invitations to an organisation. The holder of a link reads one through app.find_invitation.

create table invitations (
  id text primary key,
  organisation_id text not null,
  email text not null,
  role text not null,
  project_roles jsonb not null,
  secret_hash text not null,
  locale text not null,
  invited_by_account_id text not null,
  sends integer not null default 1,
  created_at timestamptz not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by_account_id text,
  withdrawn_at timestamptz,
  constraint invitations_secret_hash_unique unique (secret_hash),
  constraint invitations_ends check (accepted_at is null or withdrawn_at is null),
  constraint invitations_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint invitations_invited_by_account_id_accounts_id_fk
    foreign key (invited_by_account_id) references accounts (id),
  constraint invitations_accepted_by_account_id_accounts_id_fk
    foreign key (accepted_by_account_id) references accounts (id)
);
create unique index invitations_open on invitations (organisation_id, email)
  where accepted_at is null and withdrawn_at is null;
create index invitations_recent on invitations (organisation_id, created_at);
alter table invitations enable row level security, force row level security;
create policy invitations_portal on invitations to andromede_portal
  using (organisation_id = app.current_organisation());
create policy invitations_staff on invitations to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on invitations to andromede_portal;
grant select on invitations to andromede_operator, andromede_worker;
grant update (secret_hash, sends, sent_at, expires_at, accepted_at, accepted_by_account_id, withdrawn_at)
  on invitations to andromede_portal;
