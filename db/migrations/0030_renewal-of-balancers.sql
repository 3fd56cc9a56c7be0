-- From when a worker makes the containers of a load balancer again, because their image was replaced by a newer one.
alter table balancers add column renew_at timestamptz;
grant update (renew_at) on balancers to andromede_worker;
alter table simulator.balancers add column image text not null default '1';
