-- Rows without an object on their hypervisor: two people agree that it is lost, and a worker ends the resource.
create table row_losses (
  id text primary key,
  organisation_id text not null,
  zone_id text not null,
  drift_id text not null,
  kind text not null,
  -- The id of the resource.
  subject text not null,
  reason text not null,
  proposed_by_staff_id text not null,
  proposed_at timestamptz not null,
  state text not null,
  decided_by_staff_id text,
  decided_at timestamptz,
  -- Until when it is known to have existed: it is billed until then.
  lost_at timestamptz,
  -- Why the worker did not end it.
  refusal text,
  ended_at timestamptz,
  constraint row_losses_state check (state in ('proposed', 'withdrawn', 'waiting', 'done', 'refused')
    and (decided_at is null) = (state = 'proposed') and (decided_at is null) = (decided_by_staff_id is null)
    and (ended_at is null) = (state in ('proposed', 'withdrawn', 'waiting'))
    and (refusal is null) = (state <> 'refused') and (lost_at is null) = (state <> 'done')),
  constraint row_losses_two_people check (state in ('proposed', 'withdrawn') or decided_by_staff_id <> proposed_by_staff_id),
  constraint row_losses_organisation_id_organisations_id_fk foreign key (organisation_id) references organisations (id),
  constraint row_losses_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint row_losses_drift_id_drifts_id_fk foreign key (drift_id) references drifts (id),
  constraint row_losses_proposed_by_staff_id_staff_accounts_id_fk
    foreign key (proposed_by_staff_id) references staff_accounts (id),
  constraint row_losses_decided_by_staff_id_staff_accounts_id_fk
    foreign key (decided_by_staff_id) references staff_accounts (id)
);
create unique index row_losses_open on row_losses (subject) where state in ('proposed', 'waiting');
create index row_losses_by_drift on row_losses (drift_id, proposed_at);
create index row_losses_done on row_losses (subject) where state = 'done';
create index row_losses_due on row_losses (organisation_id) where state = 'waiting';
alter table row_losses enable row level security, force row level security;
create policy row_losses_portal on row_losses to andromede_portal using (false);
create policy row_losses_staff on row_losses to andromede_operator, andromede_worker, andromede_migrator using (true);
grant select, insert on row_losses to andromede_operator;
grant update (state, decided_by_staff_id, decided_at) on row_losses to andromede_operator;
grant select on row_losses to andromede_worker;
grant update (state, lost_at, refusal, ended_at) on row_losses to andromede_worker;
create trigger row_losses_guard before update on row_losses
  for each row when (current_user = 'andromede_worker') execute function app.guard_row_losses();

-- The last instant that the rows know: what happened afterwards, until the recovery began, is in no row.
alter table recoveries add column known_until timestamptz;
create trigger recoveries_known_until before insert on recoveries
  for each row execute function app.set_known_until();
