-- A network whose range something else on the hypervisor has is given up, and its range stays taken.
grant update (withdrawn_at) on spare_networks to andromede_worker;
