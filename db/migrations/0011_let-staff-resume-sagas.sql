-- Staff decide what becomes of a parked saga: go on or take back. They never touch its lease or its results.
grant update (state, run_after) on sagas to andromede_operator;
grant update (state, attempt, undo_attempt) on saga_steps to andromede_operator;
--> statement-breakpoint
grant select, insert, update, delete on worker_heartbeats to andromede_worker;
grant select on worker_heartbeats to andromede_operator;
