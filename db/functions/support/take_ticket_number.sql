-- The next number of a ticket, without gaps: the row stays locked until the transaction ends.
create or replace function app.take_ticket_number() returns int
language sql security definer set search_path = public, pg_temp as
$$ insert into ticket_numbers as n (id, last_number) values (1, 1)
   on conflict (id) do update set last_number = n.last_number + 1 returning last_number $$;

revoke execute on function app.take_ticket_number() from public;
grant execute on function app.take_ticket_number() to andromede_portal;
