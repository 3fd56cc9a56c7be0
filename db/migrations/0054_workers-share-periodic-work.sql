-- Which sweepers may be assigned to a live worker, which of them fail there, which zones it does not reach, and what it was
-- assigned last. Workers of the former version write none of these: they are assigned nothing and run everything themselves.
alter table worker_heartbeats add column sweepers text[] not null default '{}';
alter table worker_heartbeats add column unreached_zones text[] not null default '{}';
alter table worker_heartbeats add column failing_sweepers text[] not null default '{}';
alter table worker_heartbeats add column assigned_sweepers text[] not null default '{}';
alter table worker_heartbeats add column assigned_zones text[] not null default '{}';
