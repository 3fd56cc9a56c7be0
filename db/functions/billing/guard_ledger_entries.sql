-- Entries come in the (sub)transaction of their ledger transaction: a committed one can no longer be added to, even
-- with entries that balance.
create or replace function app.guard_ledger_entries() returns trigger language plpgsql as $$
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
