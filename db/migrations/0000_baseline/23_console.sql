-- Console tickets. The portal issues them and reads none back; the gateway, with the worker's role, consumes and
-- closes them.

create table console_tickets (
  secret_hash text primary key,
  organisation_id text not null,
  instance_id text not null,
  account_id text not null,
  session_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  seen_at timestamptz,
  closed_at timestamptz,
  constraint console_tickets_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint console_tickets_account_id_accounts_id_fk foreign key (account_id) references accounts (id),
  constraint console_tickets_organisation_id_instance_id_instances_organisat
    foreign key (organisation_id, instance_id) references instances (organisation_id, id)
);
create index console_tickets_by_account on console_tickets (account_id, used_at);
create index console_tickets_by_expiry on console_tickets (expires_at);
alter table console_tickets enable row level security, force row level security;
create policy console_tickets_portal on console_tickets for insert to andromede_portal
  with check (organisation_id = app.current_organisation());
create policy console_tickets_staff on console_tickets to andromede_worker, andromede_migrator using (true);
grant insert on console_tickets to andromede_portal;
grant select, update, delete on console_tickets to andromede_worker;
