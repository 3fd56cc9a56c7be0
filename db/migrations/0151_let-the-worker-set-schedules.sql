-- The worker carries out what a moderator accepts, a schedule among it.
grant insert on snapshot_schedules to andromede_worker;
