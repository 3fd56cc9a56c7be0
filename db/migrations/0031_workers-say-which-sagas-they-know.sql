-- The steps of sagas that the build of a worker contains: an operation that no worker knows is shown.
alter table worker_heartbeats add column saga_steps text[] not null default '{}';
