-- Images of organisations: their own alone; the portal asks for them, the worker makes them.
alter table private_images enable row level security;
alter table private_images force row level security;
create policy private_images_portal on private_images to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy private_images_staff on private_images to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update on private_images to andromede_portal, andromede_worker;
grant select on private_images to andromede_operator;
grant select, insert, update, delete on simulator.images to andromede_simulator;
