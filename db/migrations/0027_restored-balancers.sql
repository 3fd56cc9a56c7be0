-- A restored load balancer, and the digest of another configuration that the hypervisor has.
alter table balancers
  add column unverified boolean not null default false,
  add column found_digest text,
  add constraint balancers_found check (unverified or found_digest is null);
grant update (unverified, found_digest) on balancers to andromede_portal, andromede_worker;
