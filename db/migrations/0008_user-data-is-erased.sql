alter table order_lines add column has_user_data boolean not null default false;
update order_lines set has_user_data = true where id in (select order_line_id from order_line_user_data);

create trigger instances_erase_user_data after update of state on instances
  for each row when (new.state = 'purged' and old.state is distinct from new.state)
  execute function app.erase_user_data_of_line();
create trigger orders_erase_user_data after update of state on orders
  for each row when (new.state in ('refused', 'expired', 'withdrawn') and old.state is distinct from new.state)
  execute function app.erase_user_data_of_order();
