-- The worker that writes the configuration of a load balancer, and until when.
alter table balancers add column writing_by text, add column writing_until timestamptz;
grant update (writing_by, writing_until) on balancers to andromede_worker;
