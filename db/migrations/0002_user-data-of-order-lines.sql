create table order_line_user_data (
  organisation_id text not null,
  order_line_id text not null,
  project_id text not null,
  content text not null,
  constraint order_line_user_data_pkey primary key (organisation_id, order_line_id),
  constraint order_line_user_data_size check (octet_length(content) between 1 and 65536),
  constraint order_line_user_data_of
    foreign key (organisation_id, order_line_id) references order_lines (organisation_id, id)
);
alter table order_line_user_data enable row level security, force row level security;
create policy order_line_user_data_portal on order_line_user_data to andromede_portal
  using (organisation_id = app.current_organisation());
create policy order_line_user_data_staff on order_line_user_data to andromede_worker, andromede_migrator
  using (true);
create policy order_line_user_data_visible on order_line_user_data as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
-- Who may read a server is not yet who may read what it was given to keep.
create policy order_line_user_data_operated on order_line_user_data as restrictive to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert on order_line_user_data to andromede_portal;
grant select on order_line_user_data to andromede_worker;

alter table simulator.instances add column user_data text not null default '';
