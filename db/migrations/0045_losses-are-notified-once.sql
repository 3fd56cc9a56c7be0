-- A loss is carried out in several transactions; its customer is notified once, after the last.
alter table row_losses add column notified_at timestamptz;
update row_losses set notified_at = ended_at where state = 'done';
grant update (notified_at) on row_losses to andromede_worker;
