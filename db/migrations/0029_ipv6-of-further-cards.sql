-- Further cards get an IPv6 address on a network that has a /64. Those that are there keep none: their servers would have public
-- addresses that no one ordered.
alter table simulator.cards add column address6 text;
