-- Entries alone change the balances. They do so in one order, so that two posters cannot deadlock.
create or replace function app.move_ledger_balances() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into ledger_balances (selling_entity_id, account, auxiliary, balance_cents)
    select t.selling_entity_id, e.account, coalesce(e.auxiliary, ''), sum(e.debit_cents - e.credit_cents)
    from posted e join ledger_transactions t on t.id = e.transaction_id group by 1, 2, 3 order by 1, 2, 3
  on conflict (selling_entity_id, account, auxiliary) do update set balance_cents = ledger_balances.balance_cents + excluded.balance_cents;
  return null;
end $$;
