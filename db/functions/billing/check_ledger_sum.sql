-- A ledger transaction balances. Checked at commit, when its entries are complete.
create or replace function app.check_ledger_sum() returns trigger language plpgsql as $$
declare debits numeric; credits numeric; begin
  select coalesce(sum(debit_cents), 0), coalesce(sum(credit_cents), 0) into debits, credits from ledger_entries where transaction_id = new.id;
  if debits = 0 or debits <> credits then
    raise exception 'the ledger transaction % does not balance: % against %', new.id, debits, credits using errcode = 'check_violation';
  end if;
  return null;
end $$;
