-- A server was erased: with the last one of its line goes the user data.
create or replace function app.erase_user_data_of_line() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- One at a time: two servers erased together would each see the other and leave the text.
  perform from order_line_user_data
    where organisation_id = new.organisation_id and order_line_id = new.order_line_id for update;
  delete from order_line_user_data
    where organisation_id = new.organisation_id and order_line_id = new.order_line_id
      and not app.needs_user_data(order_line_id);
  return null;
end $$;

revoke execute on function app.erase_user_data_of_line() from public;
