-- Null: the forward of a simulated load balancer was removed by hand.
alter table simulator.balancers alter column address drop not null;
