-- outside a transaction
-- The banner of every page looks for what does not answer.
create index concurrently probe_states_down on probe_states (organisation_id) where reading = 'down';
