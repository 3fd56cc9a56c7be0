-- Half of each page of hosts stays free, so that a claim writes a host anew beside itself, with nothing to change in its
-- four indexes, also when a large order takes of all of them at once. For pages written from now on: a host is small.
alter table hosts set (fillfactor = 50);
