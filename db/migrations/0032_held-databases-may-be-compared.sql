-- While a database is held, an administrator may let workers read its hypervisors, and only read them.
alter table recoveries
  -- The database for which it was allowed: a copy has another identity and reads nothing.
  add column compared_identity text,
  add column compare_allowed_at timestamptz,
  -- Null where the command line allowed it.
  add column compare_allowed_by_staff_id text,
  add constraint recoveries_comparison check ((compared_identity is null) = (compare_allowed_at is null)
    and (compare_allowed_by_staff_id is null or compare_allowed_at is not null)),
  add constraint recoveries_compare_allowed_by_staff_id_staff_accounts_id_fk
    foreign key (compare_allowed_by_staff_id) references staff_accounts (id);

-- The page of the recovery shows the last number of each series.
grant select on number_series to andromede_operator;
grant select (id, message_id, state, last_attempt_at) on webhook_deliveries to andromede_operator;
