-- An order ended without servers: nothing will read its user data.
create or replace function app.erase_user_data_of_order() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from order_line_user_data d using order_lines l
    where l.order_id = new.id and d.organisation_id = l.organisation_id and d.order_line_id = l.id
      and not app.needs_user_data(l.id);
  return null;
end $$;

revoke execute on function app.erase_user_data_of_order() from public;
