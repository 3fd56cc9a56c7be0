-- outside a transaction
-- Pages show within seconds that a server, a volume or a host stopped answering.
create or replace trigger probe_states_noted after insert on probe_states referencing new table as looks
  for each statement execute function app.note_looks();
create or replace trigger probe_states_noted_again after update on probe_states referencing old table as former_looks new table as looks
  for each statement execute function app.note_looks();
create or replace trigger hosts_noted_again after update on hosts for each row
  when ((old.unreachable_since is null) <> (new.unreachable_since is null)) execute function app.note_host_reach();
