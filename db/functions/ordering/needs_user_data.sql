-- Whether a server of the line can still be created from its user data, or show it: until its order was dropped or its
-- last server was erased. A failed server may be retried until it is removed from the list.
create or replace function app.needs_user_data(p_order_line_id text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select o.state not in ('refused', 'expired', 'withdrawn')
    and coalesce((select bool_or(i.state <> 'purged') from instances i where i.order_line_id = l.id), true)
  from order_lines l join orders o on o.id = l.order_id where l.id = p_order_line_id
$$;

revoke execute on function app.needs_user_data(text) from public;
