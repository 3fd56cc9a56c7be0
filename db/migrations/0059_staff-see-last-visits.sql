-- The operator's file of a customer tells support when each member was last seen on the portal; nothing else of a session.
grant select (account_id, last_seen_at) on account_sessions to andromede_operator;
