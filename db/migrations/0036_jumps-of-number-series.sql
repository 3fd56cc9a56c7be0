-- Numbers that were given out after the moment to which the database was restored: the series goes on behind them.
create table number_jumps (
  id text primary key,
  selling_entity_id text not null,
  series text not null,
  from_number integer not null,
  to_number integer not null,
  reason text not null,
  -- Where the lost documents are kept.
  reference text not null,
  proposed_by_staff_id text not null,
  proposed_at timestamptz not null,
  confirmed_by_staff_id text,
  confirmed_at timestamptz,
  constraint number_jumps_range check (from_number >= 1 and to_number between from_number and from_number + 99999),
  constraint number_jumps_two_people check ((confirmed_by_staff_id is null) = (confirmed_at is null)
    and confirmed_by_staff_id is distinct from proposed_by_staff_id),
  constraint number_jumps_selling_entity_id_selling_entities_id_fk
    foreign key (selling_entity_id) references selling_entities (id),
  constraint number_jumps_proposed_by_staff_id_staff_accounts_id_fk
    foreign key (proposed_by_staff_id) references staff_accounts (id),
  constraint number_jumps_confirmed_by_staff_id_staff_accounts_id_fk
    foreign key (confirmed_by_staff_id) references staff_accounts (id)
);
create unique index number_jumps_open on number_jumps (selling_entity_id, series) where confirmed_at is null;
create index number_jumps_by_series on number_jumps (selling_entity_id, series, from_number);
grant select, insert on number_jumps to andromede_operator;
grant delete on number_jumps to andromede_operator;
grant select on number_jumps to andromede_worker;
