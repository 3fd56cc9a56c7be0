-- The network that servers were ordered on, and the address there of a single one; null: the default network, the lowest
-- free address.
alter table order_lines
  add column network_id text,
  add column private_address text,
  add constraint order_lines_private_address check (private_address is null or (network_id is not null and quantity = 1));
