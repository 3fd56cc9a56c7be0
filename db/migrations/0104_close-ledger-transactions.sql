-- A transaction of the books is complete when it is committed: whoever may write books could add to one of long ago,
-- even what does not balance. Entries come in the same (sub)transaction as what they belong to, or not at all.
create function app.guard_ledger_entries() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from posted p
      join ledger_entries e on e.transaction_id = p.transaction_id and e.position = p.position
      left join ledger_transactions t on t.id = p.transaction_id
    where t.id is null or t.xmin <> e.xmin
  ) then
    raise exception 'a ledger transaction is closed once it is committed' using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger ledger_entries_guard after insert on ledger_entries referencing new table as posted for each statement execute function app.guard_ledger_entries();
