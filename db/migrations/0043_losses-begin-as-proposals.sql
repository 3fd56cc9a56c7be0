-- The operator's site inserts proposals only, and decides on a proposal once.
create trigger row_losses_guard_operator before insert or update on row_losses
  for each row when (current_user = 'andromede_operator') execute function app.guard_row_losses();
