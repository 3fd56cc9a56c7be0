-- Private networks: their organisation's alone. The worker makes them and gives their addresses; the portal shows
-- them and changes what may come in.
alter table private_networks enable row level security;
alter table private_networks force row level security;
create policy private_networks_portal on private_networks to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy private_networks_staff on private_networks to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
alter table private_addresses enable row level security;
alter table private_addresses force row level security;
create policy private_addresses_portal on private_addresses to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy private_addresses_staff on private_addresses to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
alter table firewall_rules enable row level security;
alter table firewall_rules force row level security;
create policy firewall_rules_portal on firewall_rules to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy firewall_rules_staff on firewall_rules to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on private_networks, private_addresses, firewall_rules to andromede_portal, andromede_operator, andromede_worker;
grant insert on private_networks to andromede_worker;
grant update (applied_revision) on private_networks to andromede_worker;
grant insert, delete on private_addresses to andromede_worker;
grant update (revision) on private_networks to andromede_portal;
grant insert, delete on firewall_rules to andromede_portal;
