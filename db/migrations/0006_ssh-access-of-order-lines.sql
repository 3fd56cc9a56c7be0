-- From where SSH may reach the servers of a line ordered with public addresses: {"from":…,"sources":[…]}.
alter table order_lines add column ssh_access jsonb,
  add constraint order_lines_ssh_access check (jsonb_array_length(ssh_access -> 'sources') between 1 and 20);
-- The rule is written in the transaction that gives the server its place on its network.
grant insert on firewall_rules to andromede_worker;
