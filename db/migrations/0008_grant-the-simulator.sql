-- The simulated datacenter is as far from the product as a real one: its own role, its own connection, and
-- no grant to anybody else.

grant usage on schema simulator to andromede_simulator;
--> statement-breakpoint
grant select, insert, update, delete on all tables in schema simulator to andromede_simulator;
--> statement-breakpoint
insert into simulator.settings (is_only) values (true);
