-- A host that two people declared surely off. Workers record what follows; people of the operator decide.
create table host_losses (
  id text primary key,
  host_id text not null,
  -- Since when it had not answered at the declaration.
  silent_since timestamptz not null,
  verification text not null,
  declared_by_staff_id text not null,
  declared_at timestamptz not null,
  confirmed_by_staff_id text,
  confirmed_at timestamptz,
  -- When its hypervisor gave up the records of what was on it.
  forgotten_at timestamptz,
  -- A sign of life after the declaration.
  answered_at timestamptz,
  ended_by_staff_id text,
  ended_at timestamptz,
  constraint host_losses_two_people check (
    (confirmed_by_staff_id is null) = (confirmed_at is null) and (ended_by_staff_id is null) = (ended_at is null)
    and confirmed_by_staff_id is distinct from declared_by_staff_id and (forgotten_at is null or confirmed_at is not null)),
  constraint host_losses_host_id_hosts_id_fk foreign key (host_id) references hosts (id),
  constraint host_losses_declared_by_staff_id_staff_accounts_id_fk
    foreign key (declared_by_staff_id) references staff_accounts (id),
  constraint host_losses_confirmed_by_staff_id_staff_accounts_id_fk
    foreign key (confirmed_by_staff_id) references staff_accounts (id),
  constraint host_losses_ended_by_staff_id_staff_accounts_id_fk
    foreign key (ended_by_staff_id) references staff_accounts (id)
);
create unique index host_losses_open on host_losses (host_id) where ended_at is null;
create index host_losses_recent on host_losses (host_id, declared_at);
grant select, insert on host_losses to andromede_operator;
grant update (confirmed_by_staff_id, confirmed_at, ended_by_staff_id, ended_at) on host_losses to andromede_operator;
grant select on host_losses to andromede_worker;
grant update (forgotten_at, answered_at) on host_losses to andromede_worker;
create trigger hosts_lost before update of state, unreachable_since on hosts
  for each row execute function app.guard_lost_host();

-- The start of a lost server from its last copy: requested by a person, carried out by a worker.
create table server_recoveries (
  id text primary key,
  loss_id text not null,
  organisation_id text not null,
  instance_id text not null,
  requested_by_staff_id text not null,
  requested_at timestamptz not null,
  state text not null,
  saga_id text,
  failure_code text,
  ended_at timestamptz,
  notified_at timestamptz,
  constraint server_recoveries_state check (state in ('waiting', 'running', 'done', 'failed')
    and (ended_at is not null) = (state in ('done', 'failed'))),
  constraint server_recoveries_loss_id_host_losses_id_fk foreign key (loss_id) references host_losses (id),
  constraint server_recoveries_requested_by_staff_id_staff_accounts_id_fk
    foreign key (requested_by_staff_id) references staff_accounts (id),
  constraint server_recoveries_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint server_recoveries_organisation_id_instance_id_instances_organis
    foreign key (organisation_id, instance_id) references instances (organisation_id, id),
  constraint server_recoveries_organisation_id_saga_id_sagas_organisation_id
    foreign key (organisation_id, saga_id) references sagas (organisation_id, id)
);
create unique index server_recoveries_live on server_recoveries (instance_id) where state in ('waiting', 'running');
create index server_recoveries_to_tell on server_recoveries (ended_at) where ended_at is not null and notified_at is null;
create index server_recoveries_by_loss on server_recoveries (loss_id, requested_at);
alter table server_recoveries enable row level security, force row level security;
create policy server_recoveries_portal on server_recoveries to andromede_portal
  using (organisation_id = app.current_organisation());
create policy server_recoveries_staff on server_recoveries to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on server_recoveries to andromede_operator;
grant select on server_recoveries to andromede_worker;
grant update (state, saga_id, failure_code, ended_at, notified_at) on server_recoveries to andromede_worker;
