alter table zones add column network_technology text not null default 'ovn'
  constraint zones_network_technology check (network_technology in ('bridges', 'ovn'));
update zones set network_technology = 'bridges' where driver = 'incus';
alter table zones drop column networks_span_hosts;
