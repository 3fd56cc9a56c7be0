-- Rules of simulated networks have a direction and lists of ranges; those that the former version wrote had one source.
alter table simulator.networks
  add column egress text not null default 'open',
  add column filters_inside boolean not null default false;
update simulator.networks set rules = coalesce(
  (select jsonb_agg(jsonb_build_object('direction', 'in', 'protocol', rule -> 'protocol', 'ports', rule -> 'ports',
      'source', jsonb_build_array(rule -> 'source'), 'destination', null) order by at)
    from jsonb_array_elements(rules) with ordinality as each (rule, at)),
  '[]');
