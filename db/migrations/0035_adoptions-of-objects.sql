-- An object without a row is to get its rows: requested by a person, carried out by a worker.
create table adoptions (
  id text primary key,
  quarantine_id text not null,
  reason text not null,
  requested_by_staff_id text not null,
  requested_at timestamptz not null,
  state text not null,
  -- Why it could not get them.
  refusal text,
  ended_at timestamptz,
  constraint adoptions_state check (state in ('waiting', 'done', 'refused')
    and (ended_at is null) = (state = 'waiting') and (refusal is null) = (state <> 'refused')),
  constraint adoptions_quarantine_id_quarantined_objects_id_fk foreign key (quarantine_id) references quarantined_objects (id),
  constraint adoptions_requested_by_staff_id_staff_accounts_id_fk
    foreign key (requested_by_staff_id) references staff_accounts (id)
);
create unique index adoptions_waiting on adoptions (quarantine_id) where state = 'waiting';
create index adoptions_recent on adoptions (quarantine_id, requested_at);
grant select, insert on adoptions to andromede_operator;
grant select on adoptions to andromede_worker;
grant update (state, refusal, ended_at) on adoptions to andromede_worker;

-- A deletion that two people agreed to has begun on the hypervisor: the object cannot be adopted any more.
alter table quarantined_objects add column removing_at timestamptz;

-- The worker writes the order of an adopted object.
grant insert on orders to andromede_worker;
grant insert on order_lines to andromede_worker;
