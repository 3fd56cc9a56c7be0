-- The process that answers programs has the rights of the customers' site, with a login of its own.
alter table process_heartbeats
  drop constraint process_heartbeats_kind,
  add constraint process_heartbeats_kind check (kind in ('portal', 'operator', 'worker', 'console', 'api')) not valid;
alter policy process_heartbeats_portal on process_heartbeats using (kind in ('portal', 'api'));
