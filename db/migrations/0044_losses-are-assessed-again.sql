-- The months that a loss reaches back to may have been credited for the time after it.
create trigger row_losses_note after update on row_losses
  for each row when (new.state = 'done' and old.state <> 'done') execute function app.note_row_loss();
