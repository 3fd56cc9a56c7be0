-- outside a transaction
alter table process_heartbeats validate constraint process_heartbeats_kind;
