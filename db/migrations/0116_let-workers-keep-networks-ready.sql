-- They are nobody's: only what makes networks sees them.
grant select, insert, delete on spare_networks to andromede_worker;
grant update (made_at) on spare_networks to andromede_worker;
