-- Functions are in the schema app, the simulated hypervisors in simulator, everything else in public.
--
-- Tenancy is enforced by the database: row-level security is enabled and forced on every table of organisations. The
-- portal sees the organisation that its transaction has set (app.organisation_id) and, before a person has chosen one,
-- the rows of the account (app.account_id). The operator's site and the worker see all rows of the tables that they
-- are granted. The migrator owns the functions that run with the rights of their owner, and forced policies bind
-- owners too: hence its part in policies.
--
-- Each process has a role of its own and only the privileges that its use cases need. No role may change or delete the
-- rows of an append-only table; triggers guard them as well.
--
-- A policy without `with check` applies its condition to new rows too.

create extension if not exists btree_gist;

grant usage on schema app to andromede_portal, andromede_operator, andromede_worker;
grant usage on schema public to andromede_portal, andromede_operator, andromede_worker;

create schema simulator;
grant usage on schema simulator to andromede_simulator;
