-- The operator's site proposes a jump and withdraws an open one; only app.jump_series confirms, and a confirmed jump stays.
create trigger number_jumps_guard before insert or delete on number_jumps
  for each row when (current_user = 'andromede_operator') execute function app.guard_number_jumps();
