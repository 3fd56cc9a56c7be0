-- The logins of a process besides that of its own pool: of the queue, of the simulated datacenter, and on a standby, whose connections
-- the primary does not see. A rotation of passwords closes none of them.
alter table process_heartbeats add column further_logins text[] not null default '{}';
