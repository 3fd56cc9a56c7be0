-- What a relocation left behind is planned again when it goes on, after the end of its window if need be.
grant update (ends_at) on relocations to andromede_operator;
grant update (to_host_id, may_break_rules) on relocation_moves to andromede_operator;
