-- The addresses that staff or the trust token gave, tried in this order before those of the members; the first is that of
-- `host` and `port`.
alter table hypervisors add column addresses text[] not null default '{}';
update hypervisors set addresses = array[case when position(':' in host) > 0 then '[' || host || ']' else host end || ':' || port];
grant update (host, port, addresses) on hypervisors to andromede_operator;
