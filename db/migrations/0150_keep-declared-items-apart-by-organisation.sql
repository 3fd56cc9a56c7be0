-- The customers' site has no right in declarations; if it ever had one, a customer would see its own documents alone.
create policy declaration_items_portal on declaration_items for select to andromede_portal using (organisation_id = app.current_organisation());
